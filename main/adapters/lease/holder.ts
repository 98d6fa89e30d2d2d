/** Who holds a lease: enough to know whether the holder is the same data folder, or a process of this host that is dead. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { promisify } from 'node:util';

export interface Holder {
  readonly agentId: string;
  /** Name of the computer, shown to people: "works on …". */
  readonly host: string;
  /** Inode and time of birth of the data folder: a copy of it on another computer has others. */
  readonly folder: string;
  /** Hash of the machine's own id; null where the system gives none. */
  readonly machine: string | null;
  /** Hash of the id that the kernel made at this start; null where there is none (not Linux). */
  readonly boot: string | null;
  /** Process ids mean something within one of these only; null where there is none (not Linux). */
  readonly pidSpace: string | null;
  readonly pid: number;
  /** In clock ticks since the kernel's start: tells a process from a later one with its id. Null where not known. */
  readonly startedAt: string | null;
}

/** What may be known of a process of this host. */
export interface ProcessTable {
  /** True only where the process certainly is no more. */
  isDead(pid: number, startedAt: string | null): boolean;
}

export const theseProcesses: ProcessTable = {
  isDead(pid, startedAt) {
    try {
      process.kill(pid, 0);
    } catch (error) {
      // EPERM: it lives, and belongs to somebody else.
      if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return true;
    }
    const now = startOf(pid);
    if (now === null) return false;
    return now.zombie || (startedAt !== null && now.startedAt !== startedAt);
  },
};

/** This process as a holder. `data` is the data folder. */
export async function thisHolder(agentId: string, data: string): Promise<Holder> {
  const { ino, birthtimeMs } = statSync(data);
  return {
    agentId,
    host: hostname(),
    folder: `${ino}:${Math.trunc(birthtimeMs)}`,
    machine: hashed(await machineId()),
    boot: hashed(readText('/proc/sys/kernel/random/boot_id')),
    pidSpace: pidSpace(),
    pid: process.pid,
    startedAt: startOf(process.pid)?.startedAt ?? null,
  };
}

/** The computer is the same one: same kernel, or same machine id under the same name. */
export function sameHost(one: Holder, other: Holder): boolean {
  if (one.boot !== null && one.boot === other.boot) return true;
  return one.machine !== null && one.machine === other.machine && one.host === other.host;
}

/**
 * The holder is this very data folder, whose lock we have: whoever held before is gone. A copied data folder, as on
 * computers set up from one image, has the same agent id and is somebody else.
 */
export function sameDataFolder(one: Holder, other: Holder): boolean {
  if (one.agentId !== other.agentId || one.folder !== other.folder) return false;
  // A container that was made anew has another name and perhaps no machine id; folder and agent must do.
  return sameHost(one, other) || one.machine === null || other.machine === null;
}

/** A process of this host that certainly is no more: it died, or the computer was started anew since. */
export function isDeadHere(holder: Holder, self: Holder, processes: ProcessTable): boolean {
  if (!sameHost(holder, self)) return false;
  if (holder.boot !== null && self.boot !== null && holder.boot !== self.boot) return true;
  return holder.pidSpace === self.pidSpace && processes.isDead(holder.pid, holder.startedAt);
}

/** Fields of `/proc/<pid>/stat` behind the name, which may hold anything: state is the first, start the twentieth. */
function startOf(pid: number): { readonly startedAt: string; readonly zombie: boolean } | null {
  const text = readText(`/proc/${pid}/stat`);
  if (text === null) return null;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, startedAt] = [fields[0], fields[19]];
  if (state === undefined || startedAt === undefined) return null;
  return { startedAt, zombie: state === 'Z' || state === 'X' };
}

function pidSpace(): string | null {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return null;
  }
}

async function machineId(): Promise<string | null> {
  if (process.platform === 'win32')
    return tail(/MachineGuid\s+REG_SZ\s+(\S+)/, 'reg', [
      'query',
      'HKLM\\SOFTWARE\\Microsoft\\Cryptography',
      '/v',
      'MachineGuid',
    ]);
  if (process.platform === 'darwin')
    return tail(/"IOPlatformUUID" = "([^"]+)"/, '/usr/sbin/ioreg', ['-rd1', '-c', 'IOPlatformExpertDevice']);
  return readText('/etc/machine-id') ?? readText('/var/lib/dbus/machine-id');
}

async function tail(pattern: RegExp, command: string, args: readonly string[]): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)(command, [...args], { windowsHide: true, timeout: 5_000 });
    return pattern.exec(stdout)?.[1] ?? null;
  } catch {
    return null;
  }
}

function readText(path: string): string | null {
  try {
    const text = readFileSync(path, 'utf8').trim();
    return text === '' ? null : text;
  } catch {
    return null;
  }
}

/** Machine ids are not to be shown as they are to whoever can read the share (machine-id(5)). */
function hashed(id: string | null): string | null {
  return id === null ? null : createHash('sha256').update(`classeur ${id}`).digest('hex').slice(0, 32);
}
