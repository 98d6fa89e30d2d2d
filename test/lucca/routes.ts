/** Which address does what. Addresses are compared without case, as IIS does. */
import { extensionDefinitions, userProperties } from './definitions.ts';
import { Refused } from './errors.ts';
import type { Answer } from './errors.ts';
import { upload } from './uploads.ts';
import { listUsers, readUser } from './users-query.ts';
import type { Viewer } from './user-view.ts';
import { writeUser } from './write-user.ts';

export interface WorkRequest {
  readonly id: number;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly contentType: string;
  readonly body: Buffer;
  /** Answer as if the work had been done. */
  readonly pretend: boolean;
}

export interface Worked {
  readonly answer: Answer;
  /** Something was stored. */
  readonly committed: boolean;
  readonly fileId: string | null;
}

type Handler = (request: WorkRequest, view: Viewer, id: string) => Worked;

const reading =
  (read: (request: WorkRequest, view: Viewer, id: string) => Answer): Handler =>
  (request, view, id) => ({ answer: read(request, view, id), committed: false, fileId: null });

const routes: readonly { readonly path: RegExp; readonly verbs: Readonly<Record<string, Handler>> }[] = [
  {
    path: /^\/lucca-files\/api\/uploads$/i,
    verbs: {
      POST: (request, view) => {
        const { answer, file } = upload(request.contentType, request.body, view);
        return { answer, committed: true, fileId: file.id };
      },
    },
  },
  { path: /^\/api\/v3\/users$/i, verbs: { GET: reading((request, view) => listUsers(request.query, view)) } },
  {
    path: /^\/api\/v3\/users\/([^/]+)$/i,
    verbs: {
      GET: reading((request, view, id) => readUser(id, request.query, view)),
      PUT: (request, view, idText) => ({
        answer: writeUser({ ...request, idText, requestId: request.id }, view),
        committed: !request.pretend,
        fileId: null,
      }),
    },
  },
  {
    path: /^\/api\/v3\/extensionuserdefinitions$/i,
    verbs: { GET: reading((request, view) => extensionDefinitions(request.query, view)) },
  },
  {
    path: /^\/api\/v3\/userproperties$/i,
    verbs: {
      GET: reading((request, view) => {
        if (view.switches.userProperties === 'absent') throw notFound(request.path);
        return userProperties(request.query, view);
      }),
    },
  },
  {
    path: /^\/api\/v3\/files\/([^/]+)$/i,
    verbs: { GET: reading((request, view, id) => download(request.path, id, view)) },
  },
];

const notFound = (path: string): Refused => new Refused(404, `No resource was found at ${path}`);

/** @throws Refused 404 on an address that does not exist, 405 on a verb that is closed, and as handlers do. */
export function work(request: WorkRequest, view: Viewer): Worked {
  for (const { path, verbs } of routes) {
    const found = path.exec(request.path);
    if (!found) continue;
    const handler = Object.hasOwn(verbs, request.method) ? verbs[request.method] : undefined;
    if (!handler)
      throw new Refused(405, `The requested resource does not support http method '${request.method}'.`);
    return handler(request, view, found[1] === undefined ? '' : decodeId(found[1]));
  }
  throw notFound(request.path);
}

function decodeId(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Refused(400, 'The address is malformed');
  }
}

function download(path: string, id: string, view: Viewer): Answer {
  const file = view.store.files.get(id.toLowerCase());
  if (view.switches.downloads === 'absent' || !file?.bytes) throw notFound(path);
  const name = encodeURIComponent(file.name);
  return {
    status: 200,
    headers: {
      'Content-Type': file.contentType,
      'Content-Disposition': `attachment; filename*=UTF-8''${name}`,
    },
    body: file.bytes,
  };
}
