import { describe, it, vi } from 'vitest';
import { kindOf, pixelsOf } from '../../renderer/preview/kinds.ts';
import { fitInto, mostPixels, mustFit } from '../../renderer/preview/unshown.ts';
import { answerOf } from '../../renderer/src/preview/show-in-frame.ts';
import type { PreviewRequest } from '../../renderer/src/preview/protocol.ts';
import type { DocumentBytes } from '../../main/shared/ipc-contract.ts';
import { makeDocument } from '../support/documents/index.ts';
import { act, cleanEach, expect, findings, fireEvent, openWindow, waitFor } from './support/window.tsx';

cleanEach();

const bytes = (...values: number[]): DocumentBytes => ({ kind: 'bytes', bytes: new Uint8Array(values) });

/** The window with a document's page, whose frame is ours to play. */
async function openPage(read: () => Promise<DocumentBytes>, id = 'd_filed_0') {
  const reads: string[] = [];
  const seen = await openWindow('filed', {
    width: 400,
    readDocument: (path) => {
      reads.push(path);
      return read();
    },
  });
  act(() => seen.client.send('navigate', { view: 'today', id }));
  await waitFor(() => expect(document.querySelector('.firstpage')).not.toBeNull());
  return { ...seen, reads };
}

interface Given {
  readonly request: PreviewRequest;
  readonly say: (answer: unknown) => void;
}

/** Plays the frame: it has loaded, and is given what the window gives it. */
async function frameLoads(): Promise<Given> {
  await waitFor(() => expect(document.querySelector('.sheetpaper iframe')).not.toBeNull());
  const frame = document.querySelector('.sheetpaper iframe') as HTMLIFrameElement;
  const post = vi.fn();
  Object.defineProperty(frame, 'contentWindow', { value: { postMessage: post }, configurable: true });
  fireEvent.load(frame);
  expect(post).toHaveBeenCalledTimes(1);
  const [request, , transfer] = post.mock.calls[0] as [PreviewRequest, string, [MessagePort, ArrayBuffer]];
  expect(transfer[1]).toBe(request.bytes);
  return { request, say: (answer) => transfer[0].postMessage(answer) };
}

const said = () => document.querySelector('.firstpage')?.textContent.replace(/\s+/g, ' ') ?? '';

describe('the first page on a document’s page', () => {
  it('is drawn in a frame without origin, which gets the bytes of this document and nothing else', async () => {
    const { reads } = await openPage(() => Promise.resolve(bytes(1, 2, 3)));
    const { request, say } = await frameLoads();
    expect(reads).toEqual(['MOREAU Claire (002741)/RIB/RIB nov. 2026.pdf']);
    expect([...new Uint8Array(request.bytes)]).toEqual([1, 2, 3]);
    expect(Object.keys(request).sort()).toEqual(['bytes', 'height', 'label', 'scale', 'width']);
    const frame = document.querySelector('iframe') as HTMLIFrameElement;
    expect(frame.getAttribute('sandbox')).toBe('allow-scripts');
    expect(frame.getAttribute('src')).toBe('app://preview/index.html');
    expect(frame.tabIndex).toBe(-1);
    expect(frame.title).toBe('Aperçu de la première page');
    expect(document.querySelector('.bone')).not.toBeNull();
    say({ kind: 'shown', width: 106, height: 150, pages: 3 });
    await waitFor(() => expect(said()).toContain('Page 1 sur 3'));
    expect(document.querySelector('.firstpage .bone')).toBeNull();
    expect(await findings()).toEqual([]);
  });

  it('takes as much room before it is there as after, and where there is none', async () => {
    await openPage(() => Promise.resolve(bytes(1)));
    const room = () => (document.querySelector('.firstpage__room') as HTMLElement).style.height;
    const before = room();
    const { say } = await frameLoads();
    say({ kind: 'shown', width: 106, height: 75, pages: null });
    await waitFor(() => expect(document.querySelector('.firstpage__more')).not.toBeNull());
    expect(room()).toBe(before);
    expect((document.querySelector('.sheetpaper') as HTMLElement).style.height).toBe('75px');
  });

  it.each([
    ['gone', 'Le fichier n’est plus dans le dossier.'],
    ['locked', 'Un autre programme utilise ce fichier.'],
    ['unreadable', 'Ce fichier ne peut pas être lu.'],
    ['too-large', 'Ce fichier est trop grand pour un aperçu.'],
  ] as const)('says calmly when the file is %s', async (kind, words) => {
    await openPage(() => Promise.resolve({ kind }));
    await waitFor(() => expect(said()).toContain(words));
    expect(document.querySelector('iframe')).toBeNull();
    expect(await findings()).toEqual([]);
  });

  it.each([
    [{ kind: 'not', why: 'password' }, 'Ce PDF est protégé par un mot de passe.'],
    [{ kind: 'not', why: 'damaged' }, 'Le fichier est peut-être abîmé'],
    [{ kind: 'not', why: 'kind' }, 'Pas d’aperçu pour ce type de fichier.'],
    // What no honest frame says is not believed.
    [{ kind: 'shown', width: 5_000, height: 5_000, pages: 1 }, 'Le fichier est peut-être abîmé'],
    [{ kind: 'shown', width: 10, height: 10, pages: '<b>' }, 'Le fichier est peut-être abîmé'],
    ['<script>', 'Le fichier est peut-être abîmé'],
  ])('says what the frame says: %j', async (answer, words) => {
    await openPage(() => Promise.resolve(bytes(1)));
    const { say } = await frameLoads();
    say(answer);
    await waitFor(() => expect(said()).toContain(words));
    expect(document.querySelector('iframe')).toBeNull();
  });

  it('takes a frame away that does not come to an end', async () => {
    const { client } = await openPage(() => Promise.resolve(bytes(1)));
    await waitFor(() => expect(document.querySelector('iframe')).not.toBeNull());
    vi.useFakeTimers();
    try {
      await frameLoadsNow();
      act(() => void vi.advanceTimersByTime(9_900));
      expect(document.querySelector('iframe')).not.toBeNull();
      act(() => void vi.advanceTimersByTime(200));
    } finally {
      vi.useRealTimers();
    }
    await waitFor(() => expect(said()).toContain('L’aperçu prend trop de temps.'));
    expect(client.desktop).toEqual(['end previews']);
    expect(document.querySelector('iframe')).toBeNull();
  });

  it('leaves nothing when the page is left', async () => {
    const { press, client } = await openPage(() => Promise.resolve(bytes(1)));
    await frameLoads();
    press('Escape');
    await waitFor(() => expect(document.querySelector('.firstpage')).toBeNull());
    expect(document.querySelector('iframe')).toBeNull();
    await waitFor(() => expect(client.desktop).toEqual(['end previews']));
  });

  it('opens the document in its own program', async () => {
    const { client, getByTitle } = await openPage(() => Promise.resolve({ kind: 'gone' }));
    fireEvent.click(getByTitle('Ouvrir le document'));
    await waitFor(() =>
      expect(client.desktop).toEqual(['open MOREAU Claire (002741)/RIB/RIB nov. 2026.pdf']),
    );
  });
});

async function frameLoadsNow(): Promise<void> {
  const frame = document.querySelector('.sheetpaper iframe') as HTMLIFrameElement;
  Object.defineProperty(frame, 'contentWindow', { value: { postMessage: () => undefined } });
  fireEvent.load(frame);
  return Promise.resolve();
}

describe('what a frame says', () => {
  it('is believed only where it fits', () => {
    const box = { width: 100, height: 200 };
    const good = { kind: 'shown', width: 100, height: 141, pages: 2 };
    expect(answerOf(good, box)).toEqual(good);
    expect(answerOf({ ...good, pages: null }, box)).toEqual({ ...good, pages: null });
    for (const bad of [
      null,
      'shown',
      {},
      { ...good, width: 101 },
      { ...good, height: -1 },
      { ...good, width: NaN },
      { ...good, height: '141' },
      { ...good, pages: 0 },
      { ...good, pages: 1.5 },
      { ...good, pages: Infinity },
      { kind: 'not', why: 'because' },
    ])
      expect(answerOf(bad, box), JSON.stringify(bad)).toBeNull();
  });
});

describe('what a file is', () => {
  const of = (text: string) => kindOf(new Uint8Array(Buffer.from(text, 'latin1')));
  const made = (format: 'pdf' | 'jpeg' | 'png' | 'tiff' | 'docx' | 'eml') =>
    new Uint8Array(
      makeDocument({
        kind: 'letter',
        subject: { firstName: 'A', lastName: 'B', employeeNumber: '1' },
        format,
        seed: 's',
      }).bytes,
    );

  it('is said by its bytes, whatever its name says', () => {
    expect(kindOf(made('pdf'))).toBe('pdf');
    expect(kindOf(made('jpeg'))).toBe('picture');
    expect(kindOf(made('png'))).toBe('picture');
    expect(kindOf(made('tiff'))).toBe('tiff');
    expect(kindOf(made('docx'))).toBeNull();
    expect(of('\x00\x00\x00\x18ftypheic')).toBeNull();
    expect(of('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')).toBeNull();
    expect(of('<!doctype html><script>')).toBeNull();
    expect(of('')).toBeNull();
    expect(of('scanner 1.0\n%PDF-1.7')).toBe('pdf');
  });

  it('says how large it is before anything of it is decoded', () => {
    const jpeg = pixelsOf(made('jpeg'));
    const png = pixelsOf(made('png'));
    expect(jpeg?.width).toBeGreaterThan(100);
    expect(png).toEqual(jpeg);
    // An end in the middle of the head is no reason to fall over.
    for (const whole of [made('jpeg'), made('png')])
      for (let end = 8; end < 40; end += 1) expect(() => pixelsOf(whole.subarray(0, end))).not.toThrow();
    const bomb = new Uint8Array(
      Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x75\x30\0\0\x75\x30', 'latin1'),
    );
    expect(pixelsOf(bomb)).toEqual({ width: 30_000, height: 30_000 });
    expect(() => mustFit(30_000, 30_000)).toThrow('large');
    expect(() => mustFit(0, 10)).toThrow('damaged');
    expect(() => mustFit(NaN, 10)).toThrow('damaged');
    expect(() => mustFit(mostPixels / 10_000, 10_000)).not.toThrow();
  });

  it('fits into its box, however long and thin', () => {
    const box = { width: 106, height: 150 };
    expect(fitInto(box, 210, 297)).toEqual({ width: 106, height: 150 });
    expect(fitInto(box, 297, 210)).toEqual({ width: 106, height: 75 });
    expect(fitInto(box, 1, 100_000)).toEqual({ width: 1, height: 150 });
  });
});
