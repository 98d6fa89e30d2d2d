/**
 * The demonstration: an office morning, played on the real program, and checked byte for byte at the end.
 *
 *   tsx test/demo/main.ts [--mode app|headless] [--exit] [--reason TEXT]
 *
 * `npm run demo` builds, picks the mode and comes here. Exit code 0 only when every document is where it must be, once.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { appCommand, classeur, cli, startApp, startHeadless, type Running } from './agents.ts';
import { officeMorning } from './morning.ts';
import { openOffice, type Office } from './office.ts';
import { report } from './report.ts';
import { Story } from './story.ts';
import { paint, say } from './terminal.ts';
import { languageOf, words } from './words.ts';

const startMs = 45_000;

const { values: options } = parseArgs({
  options: {
    mode: { type: 'string', default: 'headless' },
    exit: { type: 'boolean', default: false },
    reason: { type: 'string' },
  },
});
const language = languageOf(process.env);
const text = words[language];

/** Resolves true once the agent has asked Lucca for something; false when it ended or never did. */
async function started(agent: Running, office: Office): Promise<boolean> {
  const until = Date.now() + startMs;
  while (office.lucca.journal.requests.length === 0) {
    if (agent.ended() !== null || Date.now() > until) return false;
    await sleep(100);
  }
  return true;
}

const whyNot = (agent: Running) => {
  const end = agent.ended();
  return end === null
    ? `${startMs / 1_000} s`
    : [String(end.code), end.why].filter((part) => part !== '').join(': ');
};

/** The app with its key in the keychain; or null, and a line that says why. */
async function app(office: Office): Promise<Running | null> {
  const command = appCommand(process.env);
  if (command === null) return (say(paint(text.appFailed('CLASSEUR_ELECTRON'), 'yellow')), null);
  const data = await office.dataFolder('app');
  const secret = await classeur(['secret', 'set', '--data', data], office.key);
  if (secret.code !== 0) return (say(paint(text.appFailed(secret.error), 'yellow')), null);
  const agent = startApp(command, data);
  const stop = async () => {
    await agent.stop();
    await classeur(['secret', 'clear', '--data', data]);
  };
  if (await started(agent, office)) return { ...agent, stop };
  say(paint(text.appFailed(whyNot(agent)), 'yellow'));
  await stop();
  return null;
}

async function terminal(office: Office): Promise<Running | null> {
  const agent = startHeadless(await office.dataFolder('terminal'), office.key);
  if (await started(agent, office)) return agent;
  await agent.stop();
  say(paint(text.notStarted(whyNot(agent)), 'red'));
  return null;
}

/** What stands on a display that nobody sees, as a picture; null where it is seen, or cannot be taken. */
async function picture(): Promise<string | null> {
  const path = process.env['CLASSEUR_DEMO_PICTURE'];
  if (path === undefined) return null;
  await sleep(1_000);
  return new Promise((resolve) => {
    execFile('import', ['-window', 'root', path], (error) => {
      resolve(error === null ? path : null);
    });
  });
}

function head(office: Office): void {
  say();
  say(paint(text.title, 'bold'));
  say(
    `  Lucca      ${office.lucca.url} · ${text.lucca(office.lucca.company.name, office.lucca.company.employees.length)}`,
  );
  say(`  ${text.folders.padEnd(10)} ${office.root}`);
}

/** Until a person or the system asks to stop. */
const stopped = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
});

async function play(office: Awaited<ReturnType<typeof openOffice>>): Promise<number> {
  head(office);
  const agent = (options.mode === 'app' ? await app(office) : null) ?? (await terminal(office));
  if (agent === null) return 1;
  try {
    say(`  ${text.agent.padEnd(10)} ${agent.kind === 'app' ? text.app : text.terminal}`);
    if (agent.kind === 'headless' && options.reason !== undefined)
      say(paint(`             ${text.because(options.reason)}`, 'dim'));
    say();
    const story = new Story(office, agent, text);
    await Promise.race([story.play(), stopped]);
    const code = report(office, agent, story, text);
    const shown = agent.kind === 'app' ? await picture() : null;
    if (shown !== null) say(`  ${text.screen(shown)}`);
    // On a display that nobody sees there is nothing to stay open for.
    const seen =
      agent.kind === 'app' ? process.env['CLASSEUR_DEMO_PICTURE'] === undefined : process.stdout.isTTY;
    if (!options.exit && seen) {
      say();
      say(paint(text.stays, 'dim'));
      await stopped;
    }
    return code;
  } finally {
    await agent.stop();
  }
}

async function main(): Promise<number> {
  if (!existsSync(cli)) return (say(text.notBuilt), 1);
  const today = new Intl.DateTimeFormat('sv-SE').format(new Date());
  const office = await openOffice(language, ({ company }) => officeMorning(company, today));
  try {
    return await play(office);
  } finally {
    await office.close();
  }
}

process.exit(await main());
