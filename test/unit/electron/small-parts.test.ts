import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openAppMemory } from '../../../main/electron/app-memory.ts';
import { autostartEntry, quoted } from '../../../main/electron/desktop-entry.ts';
import { namingKeyTrouble } from '../../../main/electron/name-key-trouble.ts';
import type { KeyState } from '../../../main/electron/name-key-trouble.ts';
import { receiptsAsCsv } from '../../../main/electron/receipts-csv.ts';
import { csvLine } from '../../../main/shared/csv.ts';
import { readSwitches } from '../../../main/electron/switches.ts';
import { throttle } from '../../../main/electron/throttle.ts';
import { wordsIn } from '../../support/words.ts';
import { fakeAgent } from '../../support/fake-agent.ts';
import { filedDocuments, receiptOf } from '../../support/scenes.ts';

describe('switches', () => {
  it('are found among Electron’s own', () => {
    const all = ['electron', '--no-sandbox', '--data', 'there', '--hidden', 'app'];
    expect(readSwitches(all)).toEqual({ data: resolve('there'), hidden: true, e2e: false, policy: null });
    expect(readSwitches(['--data=/x/y', '--e2e', '--policy=/x/policy.json'])).toEqual({
      data: resolve('/x/y'),
      hidden: false,
      e2e: true,
      policy: resolve('/x/policy.json'),
    });
  });

  it('take no other switch for a folder', () => {
    expect(readSwitches(['--data', '--hidden'])).toMatchObject({ data: null, hidden: true });
    expect(readSwitches(['--data']).data).toBeNull();
    expect(readSwitches(['--data=']).data).toBeNull();
  });
});

describe('a throttle', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('acts at once, then at most once in each stretch, and always after the last', () => {
    const act = vi.fn();
    const throttled = throttle(act, 200);
    throttled();
    expect(act).toHaveBeenCalledTimes(1);
    for (let ms = 0; ms < 1_000; ms += 50) {
      throttled();
      vi.advanceTimersByTime(50);
    }
    expect(act.mock.calls.length).toBeLessThanOrEqual(6);
    const before = act.mock.calls.length;
    throttled();
    vi.advanceTimersByTime(400);
    expect(act.mock.calls.length).toBeGreaterThan(before);
    vi.advanceTimersByTime(10_000);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('the autostart file', () => {
  it('starts the program with its arguments, whatever stands in them', () => {
    expect(quoted('/opt/Classeur/classeur')).toBe('/opt/Classeur/classeur');
    expect(quoted('/home/a b/$x "y" `z` 100%')).toBe('"/home/a b/\\$x \\"y\\" \\`z\\` 100%%"');
    expect(autostartEntry(['/opt/classeur', '--hidden', '--data', '/a b'])).toContain(
      '\nExec=/opt/classeur --hidden --data "/a b"\n',
    );
  });
});

describe('exported receipts', () => {
  it('run nothing in a spreadsheet', () => {
    for (const text of ['=1+1', '+33', '-2', '@x', '\t=1', ' =1'])
      expect(csvLine([text], ';')).toMatch(/^"?'/);
    expect(csvLine(['a;"b"\n'], ';')).toBe('"a;""b""\n"');
    expect(csvLine(['RIB nov. 2026.pdf'], ';')).toBe('RIB nov. 2026.pdf');
  });

  it('have a head, one line each, and open in French Excel', async () => {
    async function* pages() {
      yield await Promise.resolve(filedDocuments.map((document, index) => receiptOf(document, index)));
    }
    let text = '';
    for await (const chunk of receiptsAsCsv(pages(), wordsIn('fr'))) text += chunk;
    const lines = text.trimEnd().split('\r\n');
    expect(text.startsWith('\uFEFFPersonne;')).toBe(true);
    expect(lines).toHaveLength(filedDocuments.length + 1);
    expect(new Set(lines.map((line) => line.split(';').length))).toEqual(new Set([10]));
  });
});

describe('what is wrong with the key', () => {
  it('is named by the keychain, in the status and in what is announced', () => {
    let key: KeyState = 'found';
    const fake = fakeAgent('signed-out');
    const agent = namingKeyTrouble(fake, () => key);
    const heard: (string | null)[] = [];
    agent.on((event) => {
      if (event.kind === 'status') heard.push(event.status.trouble);
    });
    for (key of ['found', 'missing', 'locked', 'unavailable'] as const) fake.change({});
    expect(heard).toEqual(['key-refused', 'key-missing', 'keychain-locked', 'keychain-locked']);
    key = 'missing';
    expect(agent.status().trouble).toBe('key-missing');
    fake.play('filed');
    expect(agent.status().trouble).toBeNull();
  });
});

describe('the shell’s memory', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'classeur-shell-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('lasts, for its owner’s eyes', () => {
    openAppMemory(folder).set({ firstFiled: true });
    expect(openAppMemory(folder).get()).toEqual({ window: null, maximized: false, firstFiled: true });
    expect(statSync(join(folder, 'shell.json')).mode & 0o077).toBe(0);
  });

  it('is empty where the file is broken, and what is right in it survives', () => {
    writeFileSync(join(folder, 'shell.json'), '{"window":{"x":"?"},"firstFiled":true}');
    expect(openAppMemory(folder).get()).toEqual({ window: null, maximized: false, firstFiled: true });
    writeFileSync(join(folder, 'shell.json'), '{');
    expect(openAppMemory(folder).get()).toEqual({ window: null, maximized: false, firstFiled: false });
    expect(readFileSync(join(folder, 'shell.json'), 'utf8')).toBe('{');
  });
});
