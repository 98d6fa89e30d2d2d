/** What is taken for granted of the way into Lucca that the settings ask for: `check` and `doctor` tell it. */
import type { Settings } from '../shared/settings.ts';

export interface ApiFinding {
  readonly topic: 'api-write' | 'api-picture' | 'api-file-ids' | 'api-read-back' | 'api-etags';
  readonly verdict: 'assumed' | 'no';
}

type Asked = Pick<Settings, 'tenant' | 'routes' | 'readBack'>;

export function apiFindings(settings: Asked): readonly ApiFinding[] {
  return [...ofGeneration(settings), ...ofReadingBack(settings), ...ofEtags(settings)];
}

function ofGeneration({ tenant, routes }: Asked): readonly ApiFinding[] {
  switch (tenant.api) {
    case 'v3':
      return [];
    case 'mixed':
      return [{ topic: 'api-file-ids', verdict: 'assumed' }];
    case '2024-11-01': {
      const pictures = routes.some(({ target }) => target === 'picture');
      return [
        { topic: 'api-write', verdict: 'assumed' },
        ...(pictures ? [{ topic: 'api-picture', verdict: 'no' } as const] : []),
      ];
    }
  }
}

/** Only the newer generation's fields are shown with links; whether with links of their files is not certain. */
function ofReadingBack({ tenant, routes, readBack }: Asked): readonly ApiFinding[] {
  const wanted = routes.some(
    ({ target }) => (target === 'picture' ? undefined : target.readBack) ?? readBack,
  );
  if (!wanted) return [];
  return [{ topic: 'api-read-back', verdict: tenant.api === '2024-11-01' ? 'assumed' : 'no' }];
}

/** v3 shows no ETag anywhere. */
function ofEtags({ tenant }: Asked): readonly ApiFinding[] {
  if (tenant.etags !== true) return [];
  return [{ topic: 'api-etags', verdict: tenant.api === 'v3' ? 'no' : 'assumed' }];
}
