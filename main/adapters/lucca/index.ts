/** Which way into Lucca the settings ask for. Nobody else knows that there are several. */
import type { Lucca } from '../../core/ports.ts';
import type { Settings } from '../../shared/settings.ts';
import { createLucca20241101 } from './2024-11-01/index.ts';
import { createMixed } from './mixed.ts';
import { createLuccaV3 } from './v3/index.ts';
import type { HttpOptions } from './v3/http.ts';
import { secretFor } from './secrets.ts';

export interface LuccaOptions {
  readonly settings: Pick<Settings, 'tenant' | 'employeeFolder'>;
  /** What the keychain holds of this tenant (`secrets.ts`). Asked before each request, kept nowhere. */
  readonly key: () => Promise<string | null>;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly onExchange?: NonNullable<HttpOptions['onExchange']>;
  /** Hears why Lucca gave no token: a code of OAuth. */
  readonly onSignInRefused?: (code: string) => void;
}

export function luccaFor({ settings, key, onSignInRefused, ...options }: LuccaOptions): Lucca {
  const { tenant, employeeFolder } = settings;
  const { api, oauth } = tenant;
  const wire = { ...options, origin: new URL(tenant.url).origin };
  const sentAs = (lucca: Lucca): Lucca => withJpegAs(lucca, tenant.jpegAs);
  const legacy = (): Lucca => createLuccaV3({ ...wire, key: secretFor('api-key', api, key) });
  if (api === 'v3') return sentAs(legacy());
  // The settings' schema asks for it.
  if (oauth === undefined) throw new Error(`"${api}" without a client`);
  const names = {
    legalEntity: employeeFolder.includes('{legalEntity}'),
    department: employeeFolder.includes('{department}'),
  };
  const newer = createLucca20241101({
    ...wire,
    ...oauth,
    names,
    secret: secretFor('client-secret', api, key),
    scopes: scopesFor(api, names),
    etags: tenant.etags ?? false,
    ...(onSignInRefused === undefined ? {} : { onSignInRefused }),
  });
  return sentAs(api === 'mixed' ? createMixed(newer, legacy()) : newer);
}

/** For a tenant that is found to take the usual name of a JPEG, and not the one of Lucca's lists. */
function withJpegAs(lucca: Lucca, type: Settings['tenant']['jpegAs']): Lucca {
  if (type !== 'image/jpeg') return lucca;
  const named = (contentType: string): string => (contentType === 'image/jpg' ? type : contentType);
  return {
    ...lucca,
    upload: (request, signal) =>
      lucca.upload({ ...request, contentType: named(request.contentType) }, signal),
  };
}

/** The fewest that the settings need ([SRC] securitySchemes). */
export function scopesFor(
  api: '2024-11-01' | 'mixed',
  names: { readonly legalEntity: boolean; readonly department: boolean },
): readonly string[] {
  return [
    'employees.readonly',
    // The last day of those who left.
    'employments.readonly',
    ...(names.legalEntity ? ['legal-entities.readonly'] : []),
    ...(names.department ? ['job-positions.readonly', 'departments.readonly'] : []),
    'files.readwrite',
    ...(api === 'mixed' ? [] : ['employee-extension-definitions.readonly', 'employee-extensions.readwrite']),
  ];
}
