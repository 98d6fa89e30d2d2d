/** Calls of a page that is there before anybody can answer: they wait, and whoever serves then answers them in order. */
import { ipcMain } from 'electron';
import type { IpcMainInvokeEvent } from 'electron';
import { channels } from '../shared/channels.ts';

export type Answer = (event: IpcMainInvokeEvent, name: unknown, input: unknown) => unknown;

export interface HeldCalls {
  /** From now on nothing is held: all that waits is answered so. */
  letGo(answer: Answer): void;
}

export function holdCalls(): HeldCalls {
  const waiting: ((answer: Answer) => void)[] = [];
  ipcMain.handle(
    channels.call,
    (event, name: unknown, input: unknown) =>
      new Promise((resolve) => {
        waiting.push((answer) => resolve(answer(event, name, input)));
      }),
  );
  return {
    letGo(answer) {
      ipcMain.removeHandler(channels.call);
      for (const one of waiting.splice(0)) one(answer);
    },
  };
}
