/**
 * The processes that draw first pages. One that is kept busy by its document lives on when its frame is taken out of the
 * page: it is ended from here.
 */
import { app, webFrameMain } from 'electron';
import type { WebContents } from 'electron';
import { previewPage } from './served-file.ts';

const begun = new Set<number>();

/** Remembers the processes of the frames that begin in these contents. */
export function notePreviews(contents: WebContents): void {
  contents.on(
    'did-frame-navigate',
    (_event, url, _code, _status, isMainFrame, frameProcess, frameRouting) => {
      const frame =
        isMainFrame || url !== previewPage ? null : webFrameMain.fromId(frameProcess, frameRouting);
      const own = contents.mainFrame.osProcessId;
      if (frame !== null && frame !== undefined && frame.osProcessId !== own) begun.add(frame.osProcessId);
    },
  );
}

/** Ends those that are still there. */
export function endPreviews(): void {
  // A number may have been given to another program meanwhile: only what Chromium still calls its own is ended.
  const living = new Set(app.getAppMetrics().map(({ pid }) => pid));
  for (const pid of begun) if (living.has(pid)) process.kill(pid, 'SIGKILL');
  begun.clear();
}
