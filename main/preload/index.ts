/**
 * Exposes the contract's client to the window, and nothing else. Two channels in all: which calls and events there are,
 * and what they may carry, is decided in the main process. The event object of Electron never gets through.
 */
import { contextBridge, ipcRenderer } from 'electron';
import type { IpcRendererEvent } from 'electron';
import { channels } from '../shared/channels.ts';
import type { ClasseurClient } from '../shared/ipc-contract.ts';

interface Answer {
  readonly ok: boolean;
  readonly value?: unknown;
  readonly error?: { readonly code: string };
}

const client = {
  call: async (name: unknown, input: unknown): Promise<unknown> => {
    const answer = (await ipcRenderer.invoke(channels.call, String(name), input)) as Answer;
    if (!answer.ok) throw new Error(`${String(name)}: ${answer.error?.code ?? 'failed'}`);
    return answer.value;
  },
  on: (name: unknown, listener: (payload: unknown) => void): (() => void) => {
    const wanted = String(name);
    const hear = (_event: IpcRendererEvent, event: string, payload: unknown): void => {
      if (event === wanted) listener(payload);
    };
    ipcRenderer.on(channels.event, hear);
    return () => {
      ipcRenderer.off(channels.event, hear);
    };
  },
};

// Typed for the window by the contract; here it is but a pipe.
contextBridge.exposeInMainWorld('classeur', client satisfies Record<keyof ClasseurClient, unknown>);
