/** Which file of the window's own folder an address stands for. The only files that the window can ever load. */
import { extname, join, relative, isAbsolute } from 'node:path';

export const scheme = 'app';
export const host = 'classeur';
export const origin = `${scheme}://${host}`;
export const startPage = `${origin}/index.html`;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

export interface ServedFile {
  readonly path: string;
  readonly type: string;
}

/** Null for another host, a kind of file that a window does not need, or a path that leads out of the folder. */
export function servedFile(address: string, folder: string): ServedFile | null {
  let url: URL;
  let name: string;
  try {
    url = new URL(address);
    name = decodeURIComponent(url.pathname);
  } catch {
    return null;
  }
  if (url.protocol !== `${scheme}:` || url.host !== host || name.includes('\0') || name.includes('\\'))
    return null;
  const path = join(folder, name);
  const inside = relative(folder, path);
  if (inside === '' || inside.startsWith('..') || isAbsolute(inside)) return null;
  const type = types[extname(path)];
  return type === undefined ? null : { path, type };
}

/** The page's policy: its own files and nothing else; no request to anywhere; no text ever becomes code. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');
