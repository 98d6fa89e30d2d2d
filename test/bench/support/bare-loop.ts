/**
 * The reference: uploads and writes of a ready-made list (its file is the one argument) with undici and nothing else.
 * It neither looks for files nor hashes, journals or confirms; each file is read whole, which is the fastest way.
 */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Agent, request } from 'undici';
import { readyWrite, type ReadyFile, type ReadyList } from './ready-list.ts';

const list = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as ReadyList;
const dispatcher = new Agent({ connections: list.uploadsAtOnce + list.writesAtOnce, pipelining: 1 });
const boundary = '----Bare0123456789';
const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
const headers = { authorization: `lucca application=${list.key}`, accept: 'application/json' };

async function send(
  method: 'POST' | 'PUT',
  path: string,
  body: Buffer | string,
  contentType: string,
): Promise<unknown> {
  const answer = await request(`${list.url}${path}`, {
    dispatcher,
    method,
    body,
    headers: { ...headers, 'content-type': contentType },
  });
  if (answer.statusCode >= 300) throw new Error(`${path} answered ${answer.statusCode}`);
  return answer.body.json();
}

async function upload({ path, name, contentType }: ReadyFile): Promise<string> {
  const head =
    `--${boundary}\r\nContent-Disposition: form-data; name=""; filename="${name}"\r\n` +
    `Content-Type: ${contentType}\r\n\r\n`;
  const body = Buffer.concat([Buffer.from(head), await readFile(path), tail]);
  const type = `multipart/form-data; boundary=${boundary}`;
  return ((await send('POST', '/lucca-files/api/uploads', body, type)) as { id: string }).id;
}

/** At most `width` at once, the others in the order of asking. */
function lanes(width: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = width;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}

const uploading = lanes(list.uploadsAtOnce);
const writing = lanes(list.writesAtOnce);
await Promise.all(
  list.employees.map(async ({ id, files }) => {
    const fileIds = await Promise.all(files.map((file) => uploading(() => upload(file))));
    const { path, body } = readyWrite(id, fileIds);
    await writing(() => send('PUT', path, body, 'application/json; charset=utf-8'));
  }),
);
await dispatcher.close();
