/** The built program as an office runs it, seen from outside: what it said, how long it took, what it held. */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultKey } from '../../lucca/index.ts';
import { builtProgram } from '../../integration/contract/program.ts';

export interface AgentRun {
  readonly code: number | null;
  /** The last line of `run --once --json`. */
  readonly summary: Readonly<Record<string, unknown>>;
  /** Most that the process held resident, in MB; null where the system does not tell. */
  readonly peakMegabytes: number | null;
  /** Processor time of all its threads until just before its end; null where the system does not tell. */
  readonly cpuSeconds: number | null;
  readonly ms: number;
}

export interface AgentPlace {
  /** Below it lie `root` and `data`. */
  readonly base: string;
  readonly url: string;
  /** Laid over the usual settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Options of Node for the program alone, as `--cpu-prof`. */
  readonly nodeOptions?: readonly string[];
}

export const contracts = 'Contrats';

/** One multi-valued target, no waiting for quiet, no limit that is ever reached. */
export function layOut({ base, url, settings = {} }: AgentPlace): {
  readonly root: string;
  readonly data: string;
} {
  const [root, data] = [join(base, 'root'), join(base, 'data')];
  mkdirSync(root, { recursive: true });
  mkdirSync(data, { recursive: true });
  const usual = {
    version: 1,
    language: 'en',
    tenant: { url, requestsPerMinute: 100_000 },
    root,
    employeeFolder: '{lastName} {firstName} ({employeeNumber})',
    routes: [{ match: `${contracts}/**`, target: { field: 'e_Contrats', multiple: true, rows: 'append' } }],
    settle: { quietSeconds: 0, incompleteSeconds: 60 },
  };
  writeFileSync(join(data, 'settings.json'), JSON.stringify({ ...usual, ...settings }));
  return { root, data };
}

/** `run --once --json` to its end. */
export async function runAgent(place: AgentPlace): Promise<AgentRun> {
  const program = await builtProgram();
  const { data } = layOut(place);
  const begun = performance.now();
  const child = spawn(
    process.execPath,
    [...(place.nodeOptions ?? []), program, 'run', '--once', '--wait', '3600', '--json', '--data', data],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, NODE_OPTIONS: '', CLASSEUR_API_KEY: defaultKey.key },
    },
  );
  let last = '';
  let peakMegabytes: number | null = null;
  let cpuSeconds: number | null = null;
  const look = (): void => {
    peakMegabytes = peakOf(child.pid) ?? peakMegabytes;
    cpuSeconds = cpuOf(child.pid) ?? cpuSeconds;
  };
  const watch = setInterval(look, 50);
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    last = (last + text).split('\n').slice(-2).join('\n');
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearInterval(watch);
  const summary = JSON.parse(last.trim().split('\n').at(-1) || '{}') as AgentRun['summary'];
  return { code, summary, peakMegabytes, cpuSeconds, ms: performance.now() - begun };
}

/** The kernel's own high-water mark (proc(5), VmHWM), in MB. */
function peakOf(pid: number | undefined): number | null {
  if (process.platform !== 'linux' || pid === undefined) return null;
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) / 1_000;
  } catch {
    return null;
  }
}

/** User and system time (proc(5), stat 14 and 15), in hundredths of a second on every Linux. */
export function cpuOf(pid: number | undefined): number | null {
  if (process.platform !== 'linux' || pid === undefined) return null;
  try {
    const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
    const fields = rest.split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return null;
  }
}
