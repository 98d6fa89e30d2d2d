/** `run`: the agent, until it is stopped; with `--once`, until nothing settles, runs or waits. */
import { createLog } from '../../adapters/log/index.ts';
import { createWatcher } from '../../adapters/watch/index.ts';
import { probeName } from '../../adapters/watch/probe-name.ts';
import { assemble, type Assembled } from '../../assemble.ts';
import type { Agent } from '../../core/agent-api.ts';
import type { StatusSnapshot } from '../../shared/status.ts';
import type { Command } from '../arguments.ts';
import { exitCodeOf } from '../exit-codes.ts';
import { reportAgent, reportSummary } from '../reporter.ts';
import { isRefused, refused, tell, type Outcome, type Refused, type Terminal } from '../terminal.ts';
import { entangled, openDataFolder, openOrRefuse, openTenant, rootRefusal, takeLock } from '../workplace.ts';

/** Longest wait after a transient failure while somebody waits for the end of the run. */
const backoffOnceMs = 30_000;
const lookAgainMs = 200;

export async function run(terminal: Terminal, command: Extract<Command, { name: 'run' }>): Promise<Outcome> {
  // Without settings nothing begins, and nothing is made.
  const looked = await openDataFolder(terminal, false);
  if (looked !== null) return looked;
  const tenant = await openTenant(terminal);
  if (isRefused(tenant)) return tenant;
  const { settings, key } = tenant;
  const away = entangled(settings, terminal.data) ?? (command.once ? rootRefusal(settings) : null);
  if (away !== null) return away;
  const folder = await openDataFolder(terminal, true);
  if (folder !== null) return folder;
  const lock = takeLock(terminal);
  if (isRefused(lock)) return lock;
  try {
    const assembled = await openOrRefuse(() =>
      assemble({
        data: terminal.data,
        settings,
        key,
        log: createLog({ folder: terminal.data, alsoTo: (line) => terminal.io.err(line) }),
        watcher: command.once
          ? null
          : createWatcher({ root: settings.root, agentId: probeName(terminal.data) }),
        ...(command.once ? { backoffCapMs: backoffOnceMs } : {}),
        ...(terminal.recorder === null ? {} : { onExchange: terminal.recorder.onExchange }),
      }),
    );
    return isRefused(assembled) ? assembled : await work(terminal, command, assembled);
  } finally {
    lock.release();
  }
}

async function work(
  terminal: Terminal,
  { once, waitSeconds }: Extract<Command, { name: 'run' }>,
  assembled: Assembled,
): Promise<Outcome> {
  const { agent } = assembled;
  const begun = terminal.now();
  const before = agent.status();
  const stopWish = new AbortController();
  const deaf = terminal.io.onStopWish(() => stopWish.abort());
  const silent = reportAgent(terminal, agent);
  let last: StatusSnapshot;
  try {
    if (!once) tell(terminal, terminal.say('run.working'));
    await agent.start();
    await untilOver(
      agent,
      once ? begun + waitSeconds * 1_000 : Infinity,
      once,
      stopWish.signal,
      terminal.now,
    );
    last = agent.status();
  } finally {
    await assembled.close();
    silent();
    deaf();
  }
  const after = agent.status();
  if (once)
    reportSummary(terminal, {
      counts: after.counts,
      requests: after.requests - before.requests,
      throttled: after.throttled - before.throttled,
      orphans: after.orphans,
      seconds: (terminal.now() - begun) / 1_000,
    });
  // A root that is away comes back, for an agent that stays; a cloud drive with two agents on it does not change.
  const pointless = refusedCloudRoot(last) || (once && !stopWish.signal.aborted) ? refusalOf(last) : null;
  return pointless ?? codeOf(last, after);
}

/** Ends when asked to, when the key is refused, and with `--once` when all is quiet and the lease ours, or time is up. */
async function untilOver(
  agent: Agent,
  deadline: number,
  once: boolean,
  stopWish: AbortSignal,
  now: () => number,
): Promise<void> {
  while (!stopWish.aborted && now() < deadline) {
    const { agent: state, trouble } = agent.status();
    if (trouble === 'key-refused' || refusedCloudRoot(agent.status())) return;
    const quiet = once ? agent.whenQuiet() : new Promise<void>(() => undefined);
    const news = once ? wait(lookAgainMs, stopWish) : statusTold(agent, stopWish);
    const ended = await Promise.race([quiet.then(() => true), news.then(() => false)]);
    if (ended && state !== 'starting' && agent.status().agent !== 'standing-by') return;
    if (ended) await wait(lookAgainMs, stopWish);
  }
}

/** An agent that stays for months is not asked five times a second: it tells. */
function statusTold(agent: Agent, stopWish: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const over = (): void => {
      deaf();
      stopWish.removeEventListener('abort', over);
      resolve();
    };
    const deaf = agent.on(({ kind }) => {
      if (kind === 'status') over();
    });
    stopWish.addEventListener('abort', over, { once: true });
  });
}

function codeOf(last: StatusSnapshot, after: StatusSnapshot): Outcome {
  return exitCodeOf({
    keyRefused: last.trouble === 'key-refused',
    counts: after.counts,
    standingBy: last.agent === 'standing-by',
  });
}

/** What made the run pointless, told instead of a zero that would mean that all is filed. */
function refusalOf(last: StatusSnapshot): Refused | null {
  if (refusedCloudRoot(last)) return refused('refused.cloud-root');
  if (last.trouble === 'root-missing' || last.trouble === 'root-unreadable' || last.trouble === 'root-empty')
    return refused(`refused.${last.trouble}`);
  return null;
}

/** Standing by for nobody: the lease itself was refused. */
function refusedCloudRoot(status: StatusSnapshot): boolean {
  return status.agent === 'standing-by' && status.worksElsewhere === null;
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
