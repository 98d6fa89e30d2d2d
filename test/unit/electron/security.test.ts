import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isOurs } from '../../../main/electron/sender.ts';
import { contentSecurityPolicy, previewPolicy, servedFile } from '../../../main/electron/served-file.ts';

const dist = join('/', 'opt', 'classeur', 'dist');
const folder = join(dist, 'renderer');

describe('files of the window', () => {
  it('come from its own folder', () => {
    expect(servedFile('app://classeur/index.html', dist)).toMatchObject({
      path: join(folder, 'index.html'),
      type: 'text/html; charset=utf-8',
    });
    expect(servedFile('app://classeur/assets/index-x.js?v=1#top', dist)?.path).toBe(
      join(folder, 'assets', 'index-x.js'),
    );
  });

  it('never from anywhere else', () => {
    for (const address of [
      'app://classeur/..%2fsecret.js',
      'app://classeur/assets%5c..%5c..%5csecret.js',
      'app://classeur/a%00.html',
      'app://classeur/%ff.html',
      'app://classeur/',
      'app://other/index.html',
      'file:///etc/hosts.html',
      'https://classeur/index.html',
      'nonsense',
    ])
      expect(servedFile(address, dist), address).toBeNull();
  });

  it('never from above it: dots in an address lead nowhere', () => {
    for (const address of [
      'app://classeur/../x.html',
      'app://classeur/%2e%2e/%2E%2e/etc/x.html',
      'app://classeur/a/../../x.js',
    ])
      expect(servedFile(address, dist)?.path.startsWith(`${folder}/`), address).toBe(true);
  });

  it('of the frame lie apart, each site with its own policy and nothing of the other', () => {
    expect(servedFile('app://preview/index.html', dist)).toEqual({
      path: join(dist, 'preview', 'index.html'),
      type: 'text/html; charset=utf-8',
      policy: previewPolicy,
      loadedBy: 'cross-origin',
    });
    expect(servedFile('app://classeur/index.html', dist)?.policy).toBe(contentSecurityPolicy);
    for (const site of ['classeur', 'preview'])
      for (const dots of ['..', '%2e%2e', '..%2f..'])
        expect(servedFile(`app://${site}/${dots}/main/index.js`, dist)?.path ?? '').not.toBe(
          join(dist, 'main', 'index.js'),
        );
  });

  it('are of the kinds that a window needs', () => {
    for (const name of ['ledger.db', 'settings.json', 'run.sh', 'index.cjs', 'index.js.map', 'README'])
      expect(servedFile(`app://classeur/${name}`, dist), name).toBeNull();
  });
});

describe('the page’s policy', () => {
  it('lets nothing out and turns no text into code', () => {
    expect(contentSecurityPolicy).toContain("default-src 'none'");
    expect(contentSecurityPolicy).toContain("connect-src 'none'");
    expect(contentSecurityPolicy).toContain("require-trusted-types-for 'script'");
    expect(contentSecurityPolicy).not.toMatch(/unsafe|\*|https?:|data:/);
  });
});

describe('the frame’s policy', () => {
  it('gives it one script, no origin and no way out', () => {
    expect(previewPolicy).toContain("default-src 'none'");
    expect(previewPolicy).toContain("connect-src 'none'");
    expect(previewPolicy).toContain('frame-ancestors app://classeur');
    expect(previewPolicy).toContain('sandbox allow-scripts;');
    expect(previewPolicy.replace("'wasm-unsafe-eval'", '')).not.toMatch(/unsafe|\*|https?:|data:|blob:/);
  });
});

describe('the sender of a call', () => {
  const own = { contentsId: 3, origin: 'app://classeur' };
  const good = { contentsId: 3, frame: { url: 'app://classeur/index.html', top: true } };

  it('is ours when it is the top frame of our window at our address', () => {
    expect(isOurs(good, own)).toBe(true);
  });

  it('is refused in every other case', () => {
    for (const sender of [
      { ...good, contentsId: 4 },
      { ...good, frame: null },
      { ...good, frame: { ...good.frame, top: false } },
      { ...good, frame: { ...good.frame, url: 'https://classeur/index.html' } },
      { ...good, frame: { ...good.frame, url: 'app://classeur.evil/index.html' } },
      { ...good, frame: { ...good.frame, url: 'app://evil/classeur' } },
      { ...good, frame: { ...good.frame, url: 'about:blank' } },
      { ...good, frame: { ...good.frame, url: '' } },
    ])
      expect(isOurs(sender, own), JSON.stringify(sender)).toBe(false);
  });
});
