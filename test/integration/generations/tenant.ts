/** An office before one of the generations, or between the two: everything else of a story is the same. */
import { openOffice, type Office, type StartWishes } from '../agent/office.ts';
import { defaultClient, defaultKey, type EmulatorOptions } from '../../lucca/index.ts';
import { twoHundredDocuments, type PlannedDocument } from '../../support/tree/index.ts';

export const apis = ['v3', '2024-11-01', 'mixed'] as const;
export type Api = (typeof apis)[number];

/** What the keychain holds for each. */
export const secrets: Readonly<Record<Api, string>> = {
  v3: defaultKey.key,
  '2024-11-01': defaultClient.secret,
  mixed: `${defaultKey.key} ${defaultClient.secret}`,
};

export const tenantOf = (api: Api, url: string, perMinute = 10_000): Readonly<Record<string, unknown>> => ({
  url,
  api,
  requestsPerMinute: perMinute,
  ...(api === 'v3' ? {} : { oauth: { clientId: defaultClient.clientId, tokenUrl: `${url}/connect/token` } }),
});

export interface GenerationOffice extends Office {
  /** Every start speaks the generation. */
  readonly wishes: (more?: Readonly<Record<string, unknown>>, perMinute?: number) => StartWishes;
  /** Where an upload goes, and a write. */
  readonly uploads: string;
  readonly writes: { readonly method: string; readonly path: string };
}

export async function openGeneration(api: Api, options: EmulatorOptions = {}): Promise<GenerationOffice> {
  const office = await openOffice(options);
  return {
    ...office,
    wishes: (more, perMinute) => ({
      key: secrets[api],
      more: { tenant: tenantOf(api, office.lucca.url, perMinute), ...more },
    }),
    uploads: api === 'v3' ? '/lucca-files/api/uploads' : '/lucca-api/files',
    writes:
      api === '2024-11-01'
        ? { method: 'POST', path: '/lucca-api/employee-extensions' }
        : { method: 'PUT', path: '/api/v3/users/' },
  };
}

/** So many documents over every kind of field that the generation writes: the newer one has no portraits. */
export function documentsFor(api: Api, office: Office, count: number): readonly PlannedDocument[] {
  return twoHundredDocuments(office.lucca.company)
    .filter(({ drawer }) => api !== '2024-11-01' || drawer !== 'picture')
    .slice(0, count);
}
