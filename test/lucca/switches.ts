/**
 * What is not certain about Lucca, one switch each. The source line names the place of the research page
 * (§) and its mark: [DOC] documented, [INF] inferred, [NOT FOUND] documented nowhere.
 */
import { z } from 'zod';

interface About {
  readonly source: string;
  readonly meaning: string;
}

const either = <const T extends readonly [string, ...string[]]>(
  settings: T,
  fallback: T[number],
  source: string,
  meaning: string,
) =>
  z
    .enum(settings)
    .default(fallback as never)
    .meta({ source, meaning });

const count = (fallback: number, source: string, meaning: string) =>
  z.number().min(0).default(fallback).meta({ source, meaning });

export const switchesSchema = z.strictObject({
  multiValueMode: either(
    ['append', 'replace'],
    'append',
    '§4.4 [INF]',
    'an array adds rows and keeps the others, or replaces the whole list',
  ),
  updateWithoutId: either(
    ['refuse', 'overwrite', 'ignore'],
    'refuse',
    '§4.4 [DOC] "must specify the ID"; what happens otherwise [NOT FOUND]',
    'a filled single value written without its id',
  ),
  rowDeletion: either(
    ['valueNull', 'isDeleted', 'none'],
    'valueNull',
    '§4.4 [NOT FOUND]',
    'what removes a row of a multiple field: {id, value: null}, {id, isDeleted: true}, or nothing (400)',
  ),
  omittedSubFields: either(
    ['keep', 'clear'],
    'keep',
    '§4.4 [NOT FOUND]; the seed sends them all',
    'sub-fields that an update of a composite value does not name',
  ),
  bareScalar: either(
    ['accept', 'refuse'],
    'accept',
    '§3.4 [DOC] contradicts itself',
    '"e_bloodType": "AB" in place of {"value": "AB"}',
  ),
  wrappedBody: either(
    ['refuse', 'accept'],
    'refuse',
    '§3.4 [DOC] older page',
    'a PUT body inside {"data": …}',
  ),
  extendedDataWrites: either(
    ['ignore', 'refuse'],
    'ignore',
    '§4.1 [DOC] "will NOT work"; how it fails [NOT FOUND]',
    'a PUT that writes inside extendedData: 200 and nothing written, or 400',
  ),
  unknownField: either(
    ['refuse', 'ignore'],
    'refuse',
    '§3.4 [NOT FOUND]',
    'a root key or sub-field that does not exist: 400, or left out silently',
  ),
  hiddenFieldWrites: either(
    ['refuse', 'ignore'],
    'refuse',
    '§2.1 [INF]',
    'writing a field of a section that the key may not write: 403, or left out silently',
  ),
  refusedWrites: either(
    ['atomic', 'partial'],
    'atomic',
    '§3.4 [NOT FOUND]',
    'a refused PUT writes nothing, or the keys before the refused one',
  ),
  sharedFileId: either(['allow', 'refuse'], 'allow', '§11 [NOT FOUND]', 'the same file id in two values'),
  unattachedUploads: either(
    ['keep', 'expire'],
    'keep',
    '§5.2 [NOT FOUND], §10.8 [INF]',
    'files that no value refers to',
  ),
  uploadLifetimeSeconds: count(
    86_400,
    '§5.2 [NOT FOUND]',
    'age at which an unattached file is unknown, with unattachedUploads=expire',
  ),
  pictureTypes: either(['images', 'any'], 'images', '§3.4 [NOT FOUND]', 'what may be a portrait'),
  fileRead: either(
    ['full', 'id', 'guid'],
    'full',
    '§4.3 [INF]',
    'a file value as read: {id,name,href,url}, {id}, or the bare guid',
  ),
  subValueIds: either(
    ['absent', 'present'],
    'absent',
    '§4.3 [NOT FOUND]',
    'ids on the sub-values of a composite value',
  ),
  emptyValues: either(
    ['absent', 'null'],
    'absent',
    '§4.3 [NOT FOUND]',
    'fields without a value in extendedData: no key, or null (multiple: [])',
  ),
  extendedDataSelection: either(
    ['honoured', 'ignored'],
    'honoured',
    '§3.1 [INF]',
    'fields=extendedData[e_x]: only that one, or all of them',
  ),
  keyCasing: either(
    ['documented', 'irregular', 'asked'],
    'documented',
    '§3.2 [INF]',
    'casing of keys in answers: as documented, legalEntityID and the like, or as the request spelt them',
  ),
  header: either(
    ['rdd', 'monolith'],
    'rdd',
    '§3.1 [SRC], [INF] for users',
    'members of the envelope header: generated and principal, or serverTime and queryTime too',
  ),
  defaultPageSize: count(
    1000,
    '§3.1 [SRC] 10, §3.2 [DOC] 1000',
    'items of a page when the request does not say',
  ),
  queryErrors: either(
    ['strict', 'lenient'],
    'strict',
    '§3.1 [SRC], [INF] for users',
    'paging, orderBy and operators in a wrong form: 400, or as if they were not there',
  ),
  unknownReadField: either(
    ['refuse', 'ignore'],
    'refuse',
    '§3.1 [NOT FOUND]',
    'fields=… with a name that does not exist: 400, or left out',
  ),
  unknownFilter: either(
    ['refuse', 'ignore'],
    'refuse',
    '§3.1 [NOT FOUND]',
    'a filter on a property that does not exist: 400, or everybody',
  ),
  numberFilter: either(
    ['honoured', 'ignored'],
    'honoured',
    '§3.2 [INF]',
    'employeeNumber=… and legalEntityID=… as filters',
  ),
  userNotFound: either(['404', '500'], '404', '§3.3 [INF]', 'status for an employee that is not there'),
  errorStyle: either(
    ['statusMessage', 'text', 'problem', 'empty', 'html'],
    'statusMessage',
    '§0.8 [SRC], §10.7 [INF]',
    'body of an error: {Status,Message}, bare text called JSON, problem+json, nothing, a page',
  ),
  errorStatus: either(
    ['honest', 'always200'],
    'honest',
    '§3.1 [INF from code]',
    'an error body with its own status, or with HTTP 200',
  ),
  retryAfter: either(
    ['seconds', 'date', 'none'],
    'seconds',
    '§6.5 format not stated',
    'the Retry-After header of a 429',
  ),
  rateLimit: count(50, '§6.5 [DOC]', 'requests per window for the whole tenant; 0: none'),
  rateWindowSeconds: count(60, '§6.5 [DOC]', 'length of the window'),
  rateWindow: either(
    ['sliding', 'fixed'],
    'sliding',
    '§6.5 [NOT FOUND]',
    'any 60 seconds, or each minute of the clock',
  ),
  rateCountedAt: either(
    ['arrival', 'answer'],
    'arrival',
    '§6.5 [NOT FOUND]',
    'the moment at which a request enters the window',
  ),
  sharedRateCounter: either(
    ['yes', 'no'],
    'yes',
    '§6.5 [INF]',
    'whether /lucca-files shares the counter of /api/v3',
  ),
  countThrottled: either(['no', 'yes'], 'no', '§6.5 [NOT FOUND]', 'whether a 429 counts too'),
  countUnauthorized: either(['yes', 'no'], 'yes', '§6.5 [NOT FOUND]', 'whether a 401 counts'),
  timeout: either(
    ['processing', 'whole', 'off'],
    'processing',
    '§6.5 [DOC] 5 s; what is timed [NOT FOUND]',
    'what the 408 times: the work alone, or the sending too',
  ),
  timeoutSeconds: count(5, '§6.5 [DOC]', 'after so long: 408'),
  tooLarge: either(
    ['cut', '413'],
    'cut',
    '§5.1 [DOC] "cuts the connection"; older table 413',
    'what a body above maxBodyBytes meets',
  ),
  maxBodyBytes: count(104_857_600, '§6.5 [DOC] 100 MB', 'largest body of a request'),
  refusals: either(
    ['afterBody', 'atOnce'],
    'afterBody',
    '[NOT FOUND]',
    'when 401 and 429 are answered: once the body is read, or as soon as the headers are',
  ),
  partName: either(
    ['any', 'documented'],
    'any',
    '§5.1 [INF]',
    'name of the multipart part: any, or only "" and "form"',
  ),
  emptyFile: either(['refuse', 'accept'], 'refuse', '§5.1 [INF]', 'a file of no bytes'),
  contentTypes: either(
    ['lenient', 'strict'],
    'lenient',
    '§5.1 [NOT FOUND]',
    'every kind of file, or only those of the legacy list',
  ),
  typeRefusal: either(['400', '415'], '400', '§5.1 [NOT FOUND]', 'status for a kind of file that is refused'),
  fileNamePercent: either(
    ['decode', 'verbatim'],
    'decode',
    '§5.1 [NOT FOUND]',
    '%22 %0D %0A in a file name: decoded as browsers encode, or kept',
  ),
  requireAccept: either(
    ['no', 'yes'],
    'no',
    '§10.8 [INF]',
    'whether a request without Accept: application/json gets 406',
  ),
  userProperties: either(['available', 'absent'], 'available', '§4.5 path [INF]', '/api/v3/userproperties'),
  compositeDefinitions: either(
    ['nested', 'absent'],
    'nested',
    '§4.5 [NOT FOUND]',
    'sub-fields of composite fields in the definitions',
  ),
  downloads: either(
    ['bytes', 'absent'],
    'bytes',
    '§5.1 [DOC] url pattern, §5.2 [NOT FOUND]',
    'GET /api/v3/files/{guid}',
  ),
  cors: either(
    ['deny', 'allow'],
    'deny',
    '§1 [DOC], [INF]',
    'answers to a request that carries an Origin outside ilucca.net',
  ),
  apiVersionHeader: either(
    ['required', 'optional'],
    'required',
    '§6.1 [DOC] "absolutely required"; "else nearest prior version"',
    'a request of /lucca-api without Api-Version: 400, or served',
  ),
  tokenSeconds: count(1800, '§2.2 [DOC]', 'how long a token lives'),
  newFileStatus: either(['201', '200'], '201', '§6.1 [INF]', 'status of POST /lucca-api/files'),
  embeddedResources: either(
    ['shown', 'absent'],
    'shown',
    '§6.1 [DOC]; a client may lack the rights',
    'employments and job-positions embedded in a page of employees',
  ),
  extensionWrites: either(
    ['open', 'closed'],
    'open',
    '§0.5, §6.4 [SRC] examples and scopes; Lucca’s page of employee-attributes says "only read as of now"',
    'POST and PATCH of /lucca-api/employee-extensions: carried out, or 405',
  ),
  extensionFilters: either(
    ['honoured', 'ignored', 'refused'],
    'honoured',
    '§6.4 [NOT FOUND]',
    'employee.id and extensionDefinition.id as filters of /lucca-api/employee-extensions',
  ),
  extensionPageMost: count(
    100,
    '§6.4 [SRC] 100, or 1000 on some',
    'largest limit of /lucca-api/employee-extensions',
  ),
  employeeIds: either(
    ['same', 'different'],
    'same',
    '§6.4 [INF] the examples of both generations show 416',
    'whether both generations give an employee the same id',
  ),
  mixedFileIds: either(
    ['shared', 'separate'],
    'shared',
    '§11 [NOT FOUND]',
    'whether a file of /lucca-api/files may stand in a value that is written by v3',
  ),
  fileLinks: either(
    ['given', 'absent'],
    'given',
    '§6.3 [DOC] "the links of the API resource that references this file"; on extensions [INF]',
    'whether an extension carries the links, with their tokens, of the files in its value',
  ),
  linkSeconds: count(300, '§6.3 [NOT FOUND]', 'how long the token of a file’s link opens it'),
  etags: either(
    ['honoured', 'ignored', 'absent'],
    'honoured',
    '§6.1 [SRC] the headers ETag, If-Match and If-None-Match; 304 and 412 are in no list [INF]',
    'the 2024-11-01 generation: 304 and 412 by the conditions of a request, or none, or no ETag at all',
  ),
  compression: either(
    ['gzip', 'none'],
    'gzip',
    '§6.1 [SRC] the header Accept-Encoding; which encodings [NOT FOUND]',
    'the 2024-11-01 generation: answers to who accepts gzip',
  ),
  latencyMs: count(0, '', 'added before every answer'),
});

export type Switches = z.infer<typeof switchesSchema>;
export type SwitchName = keyof Switches;

export const defaultSwitches = (): Switches => switchesSchema.parse({});

export interface SwitchEntry extends About {
  readonly name: SwitchName;
  /** Null: a number. */
  readonly settings: readonly string[] | null;
  readonly fallback: string | number;
}

/** All switches with their settings, for `--list-switches` and the docs. */
export function listSwitches(): readonly SwitchEntry[] {
  const fallbacks = defaultSwitches();
  return (Object.keys(switchesSchema.shape) as SwitchName[]).map((name) => {
    const schema = switchesSchema.shape[name];
    const inner = schema.unwrap();
    return {
      name,
      settings: inner instanceof z.ZodEnum ? inner.options.map(String) : null,
      fallback: fallbacks[name],
      ...(schema.meta() as unknown as About),
    };
  });
}

export const isSwitchName = (name: string): name is SwitchName => Object.hasOwn(switchesSchema.shape, name);

/**
 * Changes some switches in place; all or none.
 * @throws Error naming the switch that does not exist or the setting it does not have.
 */
export function applySwitches(switches: Switches, changes: Readonly<Record<string, unknown>>): void {
  const parsed: Partial<Record<SwitchName, unknown>> = {};
  for (const [name, setting] of Object.entries(changes)) {
    if (setting === undefined) continue;
    if (!isSwitchName(name)) throw new Error(`There is no switch "${name}".`);
    const result = switchesSchema.shape[name].safeParse(setting);
    if (!result.success) {
      const { settings } = listSwitches().find((entry) => entry.name === name)!;
      throw new Error(`Switch "${name}" takes ${settings ? settings.join(' | ') : 'a number, 0 or more'}.`);
    }
    parsed[name] = result.data;
  }
  Object.assign(switches, parsed);
}

/** Reads `name=value` of the command line; numbers are recognised by the switch. */
export function parseSwitch(text: string): Record<string, unknown> {
  const at = text.indexOf('=');
  if (at < 1) throw new Error(`Expected name=setting, got "${text}".`);
  const name = text.slice(0, at);
  const setting = text.slice(at + 1);
  const isCount = isSwitchName(name) && switchesSchema.shape[name].unwrap() instanceof z.ZodNumber;
  return { [name]: isCount ? Number(setting) : setting };
}
