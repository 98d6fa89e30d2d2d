/** `check`: what would happen to each file, and why. Writes nothing anywhere. */
import { createLog } from '../../adapters/log/index.ts';
import { assemble } from '../../assemble.ts';
import { apiFindings } from '../api-findings.ts';
import { exitCodeOf } from '../exit-codes.ts';
import { tellPolicy } from '../policy.ts';
import { tellRouteProblems } from '../route-problems.ts';
import { byPath, reportDocument, reportSummary } from '../reporter.ts';
import { emit, isRefused, refused, tell, type Outcome, type Terminal } from '../terminal.ts';
import { openDataFolder, openOrRefuse, openTenant, entangled, rootRefusal } from '../workplace.ts';

export async function check(terminal: Terminal): Promise<Outcome> {
  const folder = await openDataFolder(terminal, false);
  if (folder !== null) return folder;
  const tenant = await openTenant(terminal);
  if (isRefused(tenant)) return tenant;
  const { settings, key } = tenant;
  const away = rootRefusal(settings) ?? entangled(settings, terminal.data);
  if (away !== null) return away;
  const assembled = await openOrRefuse(() =>
    assemble({
      data: terminal.data,
      settings,
      key,
      dryRun: true,
      log: createLog({ folder: null, alsoTo: (line) => terminal.io.err(line) }),
      ...(terminal.recorder === null ? {} : { onExchange: terminal.recorder.onExchange }),
    }),
  );
  if (isRefused(assembled)) return assembled;
  const { agent, ledger } = assembled;
  const begun = terminal.now();
  const before = agent.status();
  const deaf = terminal.io.onStopWish(() => void agent.stop());
  try {
    await agent.start();
    await agent.whenQuiet();
    const status = agent.status();
    tellPolicy(terminal);
    for (const { topic, verdict } of apiFindings(settings)) {
      emit(terminal, 'finding', { topic, verdict });
      tell(terminal, `${terminal.say(`doctor.topic.${topic}`)} ${terminal.say(`doctor.${verdict}`)}`);
    }
    tellRouteProblems(terminal, agent.routeProblems());
    for (const document of byPath(agent.documents())) {
      // What was filed and is no longer in the tree is nobody's question.
      if (document.state === 'filed' && document.gone) continue;
      const receipt = document.state === 'filed' ? await ledger.receiptOf(document.id) : null;
      reportDocument(terminal, document, receipt, terminal.say('check.would-file'));
    }
    reportSummary(
      terminal,
      {
        counts: status.counts,
        requests: status.requests - before.requests,
        throttled: status.throttled - before.throttled,
        orphans: status.orphans,
        seconds: (terminal.now() - begun) / 1_000,
      },
      true,
    );
    const keyRefused = status.trouble === 'key-refused';
    if (status.trouble === 'root-missing') return refused('refused.root-missing');
    // What is still being written, or would be filed, is an answer here: only what could not be found out waits.
    return exitCodeOf({ keyRefused, counts: status.counts }, ['waiting']);
  } finally {
    deaf();
    await assembled.close();
  }
}
