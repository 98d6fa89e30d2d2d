import { describe, expect, it } from 'vitest';
import { callIn } from '../../../main/electron/call-in.ts';
import { handlersOf } from '../../../main/electron/ipc-handlers.ts';
import type { Handlers, HandlerNeeds } from '../../../main/electron/ipc-handlers.ts';
import { contract } from '../../../main/shared/ipc-contract.ts';
import type { CallName } from '../../../main/shared/ipc-contract.ts';
import { settingsSchema } from '../../../main/shared/settings.ts';
import { wordsIn } from '../../support/words.ts';
import { mayBeOpened } from '../../../main/shared/preview.ts';
import { fakeAgent } from '../../support/fake-agent.ts';
import { fakeClient, fakeSettings } from '../../support/fake-client.ts';
import { fakeEditor } from '../../support/fake-editor.ts';
import { sceneNow } from '../../support/scenes.ts';

const bugs: string[] = [];
const onBug = (call: CallName, kind: string): void => void bugs.push(`${call} ${kind}`);
const refused = (code: string) => ({ ok: false, error: { code } });

describe('the gate of the contract', () => {
  const handlers: Partial<Handlers> = {
    'agent.resume': () => ({ ok: true }),
    'agent.sync-now': () => {
      throw new TypeError('Dupont Jean');
    },
    'targets.get': () => [{ target: 1 }] as never,
  };

  it('lets a known call through and brings its answer back', async () => {
    expect(await callIn(handlers, 'agent.resume', undefined, onBug)).toEqual({
      ok: true,
      value: { ok: true },
    });
  });

  it('refuses names that are not in the contract, those of every object among them', async () => {
    for (const name of ['nothing', 'toString', '__proto__', 'constructor', 7, null, undefined])
      expect(await callIn(handlers, name, undefined, onBug)).toEqual(refused('unknown-call'));
  });

  it('refuses inputs that do not fit', async () => {
    const client = handlersOf(needs());
    for (const [name, input] of [
      ['documents.answer', { ids: [], answer: { kind: 'keep' } }],
      ['documents.answer', { ids: ['d'], answer: { kind: 'delete-everything' } }],
      ['documents.answer', { ids: ['d'], answer: { kind: 'keep' }, more: 1 }],
      ['history.search', { text: '', offset: -1, limit: 10 }],
      ['history.search', { text: '', offset: 0, limit: 1_000_000 }],
      ['folder.open', { documentId: null, path: '/etc' }],
      ['key.set', { key: '   ' }],
      ['agent.pause', { for: 'ever' }],
      ['agent.resume', { now: true }],
    ] as const)
      expect(await callIn(client, name, input, onBug), name).toEqual(refused('bad-input'));
  });

  it('tells bugs apart from answers, by name and kind, without what was in them', async () => {
    bugs.length = 0;
    expect(await callIn(handlers, 'agent.sync-now', undefined, onBug)).toEqual(refused('failed'));
    expect(await callIn(handlers, 'targets.get', undefined, onBug)).toEqual(refused('failed'));
    expect(bugs).toEqual(['agent.sync-now TypeError', 'targets.get ZodError']);
  });

  it('says that a call is not possible while no agent runs', async () => {
    const problem = { kind: 'settings', path: 'root', message: 'expected' } as const;
    const client = fakeClient(fakeAgent('filed'), { problem });
    expect((await client.call('app.info', undefined)).problem).toEqual(problem);
    await expect(client.call('status.get', undefined)).rejects.toThrow('not-now');
  });

  it('never lets a key out: no answer and no event has a place for one', () => {
    const outs = [
      ...Object.values(contract.calls).map((call) => call.out),
      ...Object.values(contract.events),
    ];
    // Settings go to the window whole, and have no place for one either.
    const settings = settingsSchema().toJSONSchema({ io: 'input', unrepresentable: 'any' });
    for (const schema of [settings, ...outs.map((out) => out.toJSONSchema({ unrepresentable: 'any' }))])
      expect(JSON.stringify(schema)).not.toMatch(/"(key|secret|token|password)"/i);
  });
});

describe('handlers', () => {
  it('reads and opens documents of the ledger alone, by id', async () => {
    const read: string[] = [];
    const client = fakeClient(fakeAgent('filed'), {
      readDocument: (path) => {
        read.push(path);
        return Promise.resolve({ kind: 'bytes', bytes: new Uint8Array([1, 2, 3]) });
      },
    });
    expect(await client.call('document.bytes', { id: 'd_filed_0' })).toEqual({
      kind: 'bytes',
      bytes: new Uint8Array([1, 2, 3]),
    });
    expect(read).toEqual(['MOREAU Claire (002741)/RIB/RIB nov. 2026.pdf']);
    for (const id of ['d_nobody', 'MOREAU Claire (002741)/RIB/RIB nov. 2026.pdf', '../../etc/passwd', ''])
      expect(await client.call('document.bytes', { id }), id).toEqual({ kind: 'gone' });
    expect(read).toHaveLength(1);
    expect(await client.call('document.open', { id: 'd_filed_0' })).toEqual({ ok: true });
    expect(await client.call('document.open', { id: 'd_nobody' })).toMatchObject({ ok: false });
    expect(client.desktop).toEqual(['open MOREAU Claire (002741)/RIB/RIB nov. 2026.pdf']);
    await expect(client.call('document.bytes', { id: 'd', path: '/etc/passwd' } as never)).rejects.toThrow(
      'bad-input',
    );
  });

  it('hands no program and no script to the desktop, whatever the ledger knows', async () => {
    const client = fakeClient(fakeAgent('all-questions'));
    // contrat.pages: nothing that an office is known to read.
    expect(await client.call('document.open', { id: 'd_type' })).toMatchObject({ ok: false });
    expect(client.desktop).toEqual([]);
    for (const name of [
      'a.exe',
      'a.bat',
      'a.js',
      'a.svg',
      'a.html',
      'a.lnk',
      'a.desktop',
      'a.pdf.cmd',
      'a',
      'pdf',
    ])
      expect(mayBeOpened(name), name).toBe(false);
    for (const name of ['a.PDF', 'a.jpeg', 'a.docx', 'a.eml', 'a.heic'])
      expect(mayBeOpened(name), name).toBe(true);
  });

  it('ends a pause at the same time on the clock of the person', async () => {
    const agent = fakeAgent('filed');
    const client = fakeClient(agent);
    await client.call('agent.pause', { for: 'hour' });
    await client.call('agent.pause', { for: 'tomorrow' });
    await client.call('agent.pause', { for: 'resumed' });
    expect(agent.asked.map(({ with: until }) => until)).toEqual([
      sceneNow + 3_600_000,
      new Date(2026, 10, 25, 6).getTime(),
      Infinity,
    ]);
  });

  it('tries a new key only once it is kept', async () => {
    const agent = fakeAgent('signed-out');
    const locked = fakeClient(agent, { keychain: false });
    expect((await locked.call('key.set', { key: ' k ' })).ok).toBe(false);
    expect(agent.asked).toEqual([]);
    const open = fakeClient(agent);
    expect((await open.call('key.set', { key: ' abc ' })).ok).toBe(true);
    expect(open.desktop).toEqual(['key of 3']);
    expect(agent.asked).toEqual([{ what: 'world-changed', with: 'secret' }]);
  });

  it('opens only what the agent knows', async () => {
    const client = fakeClient(fakeAgent('filed'));
    expect((await client.call('folder.open', { documentId: '../../etc/passwd' })).ok).toBe(false);
    await client.call('folder.open', { documentId: 'd_filed_0' });
    await client.call('folder.open', { documentId: null });
    expect(client.desktop).toEqual(['show MOREAU Claire (002741)/RIB/RIB nov. 2026.pdf', 'root']);
  });

  it('exports every receipt found, however many', async () => {
    const agent = fakeAgent('filed');
    const client = fakeClient(agent);
    expect(await client.call('history.export', { text: '' })).toEqual({ exported: 12_418 });
  });
});

function needs(): HandlerNeeds {
  const unused = (): never => {
    throw new Error('not asked for');
  };
  return {
    agent: fakeAgent('filed'),
    editor: fakeEditor(fakeSettings()).editor,
    routes: fakeSettings().routes,
    words: wordsIn('fr'),
    desktop: {
      openRoot: unused,
      showDocument: unused,
      openDocument: unused,
      endPreviews: unused,
      openTenant: unused,
      openDataFolder: unused,
      copyText: unused,
      saveFile: unused,
      chooseFolder: unused,
      hideWindow: unused,
    },
    info: { platform: 'linux', version: '0', frame: 'window' },
    opensAt: () => null,
    keepKey: unused,
    readDocument: unused,
    now: () => sceneNow,
  };
}
