/** Which address of the 2024-11-01 generation does what. */
import { Refused } from '../errors.ts';
import type { Answer } from '../errors.ts';
import type { Viewer } from '../user-view.ts';
import { listDefinitions } from './definitions.ts';
import { listDepartments, listEmployees, listLegalEntities, readEmployee } from './employees.ts';
import { giveFile } from './downloads.ts';
import { createExtension, listExtensions, readExtension, updateExtension } from './extensions.ts';
import { takeFile } from './files.ts';
import { apiVersion, Invalid } from './problem.ts';
import type { NewRequest } from './request.ts';

export interface NewWorked {
  readonly answer: Answer;
  readonly committed: boolean;
  readonly fileId: string | null;
}

type Handler = (request: NewRequest, view: Viewer, id: string) => NewWorked;
type Work = (request: NewRequest, view: Viewer, id: string) => Answer;

const reading =
  (work: Work): Handler =>
  (...given) => ({ answer: work(...given), committed: false, fileId: null });
const writing =
  (work: Work): Handler =>
  (request, ...given) => ({ answer: work(request, ...given), committed: !request.pretend, fileId: null });

const routes: readonly { readonly path: RegExp; readonly verbs: Readonly<Record<string, Handler>> }[] = [
  {
    path: /^\/lucca-api\/files$/i,
    verbs: {
      POST: (request, view) => {
        const { answer, file } = takeFile(request, view);
        return { answer, committed: true, fileId: file.id };
      },
    },
  },
  { path: /^\/lucca-api\/files\/([^/]+)$/i, verbs: { GET: reading(giveFile) } },
  { path: /^\/lucca-api\/employees$/i, verbs: { GET: reading(listEmployees) } },
  { path: /^\/lucca-api\/employees\/([^/]+)$/i, verbs: { GET: reading(readEmployee) } },
  { path: /^\/lucca-api\/legal-entities$/i, verbs: { GET: reading(listLegalEntities) } },
  { path: /^\/lucca-api\/departments$/i, verbs: { GET: reading(listDepartments) } },
  { path: /^\/lucca-api\/employee-extension-definitions$/i, verbs: { GET: reading(listDefinitions) } },
  {
    path: /^\/lucca-api\/employee-extensions$/i,
    verbs: { GET: reading(listExtensions), POST: writing(createExtension) },
  },
  {
    path: /^\/lucca-api\/employee-extensions\/([^/]+)$/i,
    verbs: { GET: reading(readExtension), PATCH: writing(updateExtension) },
  },
];

/** @throws Refused 400 without the version, 404 and 405 by address, and as handlers do. */
export function workOfNewApi(request: NewRequest, view: Viewer): NewWorked {
  const version = request.headers['api-version'];
  if (view.switches.apiVersionHeader === 'required' && version !== apiVersion)
    throw new Invalid('Api-Version', 'The version is missing or not known');
  for (const { path, verbs } of routes) {
    const found = path.exec(request.path);
    if (!found) continue;
    const handler = Object.hasOwn(verbs, request.method) ? verbs[request.method] : undefined;
    if (!handler)
      throw new Refused(405, `The requested resource does not support http method '${request.method}'.`);
    return handler(request, view, decodeURIComponent(found[1] ?? ''));
  }
  throw new Refused(404, 'Not Found');
}
