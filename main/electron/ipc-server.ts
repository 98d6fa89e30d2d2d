/** The main process's end of the contract: one channel for calls, one for events, both parsed, the sender checked. */
import { ipcMain } from 'electron';
import type { BrowserWindow, IpcMainInvokeEvent } from 'electron';
import { channels } from '../shared/channels.ts';
import { contract } from '../shared/ipc-contract.ts';
import { callIn } from './call-in.ts';
import type { CallResult } from './call-in.ts';
import { holdCalls } from './held-calls.ts';
import type { HeldCalls } from './held-calls.ts';
import type { Handlers } from './ipc-handlers.ts';
import { isOurs } from './sender.ts';
import { origin } from './served-file.ts';
import type { Send } from './window-events.ts';

export interface IpcServer {
  /** To the window, if there is one. */
  readonly send: Send;
  close(): void;
  /** What is asked from here on waits for somebody else. */
  handOver(): HeldCalls;
}

export interface IpcNeeds {
  readonly handlers: Partial<Handlers>;
  /** What a page asked before there was anybody to ask. */
  readonly held: () => HeldCalls | null;
  /** The window to listen to; null while there is none. */
  readonly window: () => BrowserWindow | null;
  /** Hears of a call that came from elsewhere, and of our own bugs: names and kinds only. */
  readonly onStrange: (event: string, facts: Readonly<Record<string, string>>) => void;
}

export function serveIpc(needs: IpcNeeds): IpcServer {
  const refused: CallResult = { ok: false, error: { code: 'not-now' } };
  const answer = (
    event: IpcMainInvokeEvent,
    name: unknown,
    input: unknown,
  ): Promise<CallResult> | CallResult => {
    const window = needs.window();
    if (window === null || !isOurs(senderOf(event), { contentsId: window.webContents.id, origin })) {
      needs.onStrange('ipc-sender-refused', {});
      return refused;
    }
    return callIn(needs.handlers, name, input, (call, kind) => needs.onStrange('ipc-failed', { call, kind }));
  };
  needs.held()?.letGo(answer);
  ipcMain.handle(channels.call, answer);
  return {
    send: (name, payload) => {
      const window = needs.window();
      if (window === null || window.isDestroyed() || window.webContents.isLoadingMainFrame()) return;
      const parsed = contract.events[name].safeParse(payload);
      if (parsed.success) window.webContents.send(channels.event, name, parsed.data);
      else needs.onStrange('ipc-event-dropped', { name });
    },
    close: () => {
      ipcMain.removeHandler(channels.call);
    },
    handOver: () => {
      ipcMain.removeHandler(channels.call);
      return holdCalls();
    },
  };
}

function senderOf(event: IpcMainInvokeEvent) {
  const frame = event.senderFrame;
  return {
    contentsId: event.sender.id,
    frame: frame === null ? null : { url: frame.url, top: frame.parent === null },
  };
}
