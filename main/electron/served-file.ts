/**
 * Which of the program's own files an address stands for: the only ones that a window can ever load. Two hosts, so two
 * sites to Chromium: the window, and the frame that draws the first page of a document, in a process of its own.
 */
import { extname, join, relative, isAbsolute } from 'node:path';

export const scheme = 'app';
export const host = 'classeur';
export const origin = `${scheme}://${host}`;
export const startPage = `${origin}/index.html`;
const previewOrigin = `${scheme}://preview`;
/** The only page that a frame may hold. */
export const previewPage = `${previewOrigin}/index.html`;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** The page's policy: its own files and nothing else; no request to anywhere; no text ever becomes code. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'none'",
  `frame-src ${previewOrigin}/`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/**
 * The frame's: one script and one style sheet, and whatever page loads it, it has no origin. WebAssembly is for the
 * decoders of scans (JBIG2, fax, JPEG 2000), which are part of the script; text becomes code here no more than there.
 */
export const previewPolicy = [
  "default-src 'none'",
  `script-src ${previewOrigin}/preview.js 'wasm-unsafe-eval'`,
  `style-src ${previewOrigin}/preview.css`,
  "connect-src 'none'",
  "worker-src 'none'",
  "frame-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  `frame-ancestors ${origin}`,
  'sandbox allow-scripts',
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

interface Site {
  /** Below dist/. */
  readonly folder: string;
  readonly policy: string;
  /** Who may load its files. What has no origin is of no site. */
  readonly loadedBy: 'same-origin' | 'cross-origin';
}

const sites: Readonly<Record<string, Site>> = {
  [host]: { folder: 'renderer', policy: contentSecurityPolicy, loadedBy: 'same-origin' },
  preview: { folder: 'preview', policy: previewPolicy, loadedBy: 'cross-origin' },
};

export interface ServedFile {
  readonly path: string;
  readonly type: string;
  readonly policy: string;
  readonly loadedBy: Site['loadedBy'];
}

/** Null for another host, a kind of file that a window does not need, or a path that leads out of the site's folder. */
export function servedFile(address: string, dist: string): ServedFile | null {
  let url: URL;
  let name: string;
  try {
    url = new URL(address);
    name = decodeURIComponent(url.pathname);
  } catch {
    return null;
  }
  const site = Object.hasOwn(sites, url.host) ? sites[url.host] : undefined;
  if (url.protocol !== `${scheme}:` || site === undefined || name.includes('\0') || name.includes('\\'))
    return null;
  const folder = join(dist, site.folder);
  const path = join(folder, name);
  const inside = relative(folder, path);
  if (inside === '' || inside.startsWith('..') || isAbsolute(inside)) return null;
  const type = types[extname(path)];
  return type === undefined ? null : { path, type, policy: site.policy, loadedBy: site.loadedBy };
}
