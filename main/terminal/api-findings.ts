/** What is taken for granted of the way into Lucca that the settings ask for: `check` and `doctor` tell it. */
import type { Settings } from '../shared/settings.ts';

export interface ApiFinding {
  readonly topic: 'api-write' | 'api-picture' | 'api-file-ids';
  readonly verdict: 'assumed' | 'no';
}

export function apiFindings({ tenant, routes }: Pick<Settings, 'tenant' | 'routes'>): readonly ApiFinding[] {
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
