/**
 * What the window may not do, which is nearly everything, by Electron's own checklist (docs/tutorial/security).
 * Two walls each: the page's policy and Electron's switches.
 */
import { readFile } from 'node:fs/promises';
import { app, protocol, session } from 'electron';
import type { Session, WebContents } from 'electron';
import { notePreviews } from './preview-processes.ts';
import { previewPage, scheme, servedFile } from './served-file.ts';

/** A session of its own, in memory: nothing of the window outlives it. */
const partition = 'classeur';

/** Before the app is ready. As root, in tests, Chromium has no sandbox to turn on. */
export function harden(): void {
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true } }]);
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  app.on('web-contents-created', (_event, contents) => confine(contents));
}

/** No page or window but the one we load ourselves, and no frame but that of a document's first page. */
function confine(contents: WebContents): void {
  const deny = (event: { preventDefault(): void }): void => event.preventDefault();
  contents.on('will-navigate', deny);
  contents.on('will-redirect', deny);
  contents.on('will-frame-navigate', (details) => {
    if (details.isMainFrame || details.url !== previewPage) details.preventDefault();
  });
  contents.on('will-attach-webview', deny);
  notePreviews(contents);
  // Otherwise a page could talk to the world past its policy, which knows nothing of WebRTC.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** The window's session: serves what is in `dist` under app://, and refuses every permission and every other request. */
export function windowSession(dist: string): Session {
  const own = session.fromPartition(partition, { cache: false });
  own.protocol.handle(scheme, (request) => serve(request, dist));
  own.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  own.setPermissionCheckHandler(() => false);
  own.setDevicePermissionHandler(() => false);
  own.setSpellCheckerEnabled(false);
  own.on('will-download', (event) => event.preventDefault());
  own.webRequest.onBeforeRequest(({ url }, answer) => {
    // devtools: is there in development alone; Electron refuses it otherwise.
    answer({
      cancel: !url.startsWith(`${scheme}://`) && !(url.startsWith('devtools://') && !app.isPackaged),
    });
  });
  return own;
}

async function serve(request: Request, dist: string): Promise<Response> {
  const file = request.method === 'GET' ? servedFile(request.url, dist) : null;
  if (file === null) return new Response(null, { status: 404 });
  try {
    const bytes = await readFile(file.path);
    return new Response(new Uint8Array(bytes), {
      headers: {
        'Content-Type': file.type,
        'Content-Security-Policy': file.policy,
        'X-Content-Type-Options': 'nosniff',
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Resource-Policy': file.loadedBy,
        'Referrer-Policy': 'no-referrer',
        'Cache-Control': 'no-store',
      },
    });
  } catch {
    return new Response(null, { status: 404 });
  }
}
