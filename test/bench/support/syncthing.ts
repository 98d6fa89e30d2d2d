/**
 * Debian's `syncthing` on a tree, for the record: another program that watches many files for months. It speaks to
 * nobody: every way to other machines is switched off.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Measures } from './benchmark.ts';
import { temporaryPlace } from './office.ts';
import { takenBy } from './process-taken.ts';

export const hasSyncthing = spawnSync('syncthing', ['--version']).status === 0;

const key = 'bench';
const patienceMs = 900_000;

interface FolderStatus {
  readonly state: string;
  readonly localFiles: number;
}

/** First scan, which hashes everything; a rescan that finds nothing new; what is resident after it. */
export async function measureSyncthing(root: string, files: number): Promise<Measures> {
  const home = await temporaryPlace('syncthing');
  const marker = join(root, '.stfolder');
  mkdirSync(marker, { recursive: true });
  const gui = await freePort();
  const env = { ...process.env, HOME: home.path, STNODEFAULTFOLDER: '1', STNOUPGRADE: '1' };
  spawnSync('syncthing', ['generate', `--home=${home.path}`], { env });
  writeFileSync(join(home.path, 'config.xml'), configOf(root, gui, await freePort()));
  const child = spawn('syncthing', ['serve', `--home=${home.path}`, '--no-browser', '--no-restart'], {
    env: { ...env, STMONITORED: 'yes' },
    stdio: 'ignore',
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const ask = async (method: string, path: string): Promise<unknown> => {
    const answer = await fetch(`http://127.0.0.1:${gui}/rest/${path}`, {
      method,
      headers: { 'X-API-Key': key },
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`syncthing answered ${answer.status}: ${text}`);
    return text === '' ? null : JSON.parse(text);
  };
  try {
    const begun = performance.now();
    for (;;) {
      if (performance.now() - begun > patienceMs) throw new Error('syncthing never came to the end.');
      const status = (await ask('GET', 'db/status?folder=tree').catch(() => null)) as FolderStatus | null;
      if (status?.state === 'idle' && status.localFiles >= files) break;
      await sleep(250);
    }
    const firstMs = performance.now() - begun;
    await sleep(10_000);
    const again = performance.now();
    await ask('POST', 'db/scan?folder=tree');
    const rescanMs = performance.now() - again;
    await sleep(10_000);
    const { residentMb, peakMb } = takenBy(child.pid ?? 0);
    return { firstMs, rescanMs, residentMb, peakMb };
  } finally {
    child.kill('SIGTERM');
    await ended;
    rmSync(marker, { recursive: true, force: true });
    await home.remove();
  }
}

function configOf(root: string, gui: number, listen: number): string {
  return `<configuration version="35">
  <folder id="tree" label="" path="${root}" type="sendreceive" rescanIntervalS="3600" fsWatcherEnabled="true" fsWatcherDelayS="10">
    <filesystemType>basic</filesystemType>
  </folder>
  <gui enabled="true" tls="false"><address>127.0.0.1:${gui}</address><apikey>${key}</apikey></gui>
  <options>
    <listenAddress>tcp://127.0.0.1:${listen}</listenAddress>
    <globalAnnounceEnabled>false</globalAnnounceEnabled>
    <localAnnounceEnabled>false</localAnnounceEnabled>
    <relaysEnabled>false</relaysEnabled>
    <natEnabled>false</natEnabled>
    <stunKeepaliveStartS>0</stunKeepaliveStartS>
    <startBrowser>false</startBrowser>
    <setLowPriority>false</setLowPriority>
    <urAccepted>-1</urAccepted>
    <crashReportingEnabled>false</crashReportingEnabled>
    <autoUpgradeIntervalH>0</autoUpgradeIntervalH>
  </options>
</configuration>
`;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
