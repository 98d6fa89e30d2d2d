/** `curl --parallel` as a reference: the program that everybody has, with the same requests from a ready-made list. */
import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { readyWrite, type ReadyList } from './ready-list.ts';

export const hasCurl = spawnSync('curl', ['--version']).status === 0;

/** A configuration file of curl. The writes name files that the emulator holds already: ids cannot be known ahead. */
export function writeConfiguration(path: string, list: ReadyList, knownFiles: readonly string[]): void {
  const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  const common = [
    `header = ${quoted(`Authorization: lucca application=${list.key}`)}`,
    'header = "Accept: application/json"',
    'header = "Expect:"',
    'output = "/dev/null"',
  ];
  const requests: string[][] = [];
  for (const { id, files } of list.employees) {
    for (const { path: file, name, contentType } of files)
      requests.push([
        `url = ${quoted(`${list.url}/lucca-files/api/uploads`)}`,
        `form = ${quoted(`form=@"${file}";filename="${name}";type=${contentType}`)}`,
      ]);
    const write = readyWrite(id, knownFiles.slice(0, files.length));
    requests.push([
      `url = ${quoted(`${list.url}${write.path}`)}`,
      'globoff',
      'request = "PUT"',
      'header = "Content-Type: application/json; charset=utf-8"',
      `data = ${quoted(write.body)}`,
    ]);
  }
  writeFileSync(path, requests.map((lines) => [...lines, ...common].join('\n')).join('\nnext\n') + '\n');
}

export async function runCurl(configuration: string, atOnce: number): Promise<void> {
  const args = [
    '--silent',
    '--show-error',
    '--parallel',
    '--parallel-max',
    String(atOnce),
    '--config',
    configuration,
  ];
  const child = spawn('curl', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`curl ended with ${String(code)}`);
}
