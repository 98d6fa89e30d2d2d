/**
 * What a tenant's one entry in the keychain holds: the API key, the client's secret, or, between the generations,
 * both, the key first, with blanks or line ends between them.
 */
import type { Settings } from '../../shared/settings.ts';

type Api = Settings['tenant']['api'];

/** How many words the entry has. None of them holds a blank. */
export const secretsOf = (api: Api): 1 | 2 => (api === 'mixed' ? 2 : 1);

/** The one of them that is asked for; null where the entry is not what the settings need. */
export function secretFor(
  which: 'api-key' | 'client-secret',
  api: Api,
  entry: () => Promise<string | null>,
): () => Promise<string | null> {
  return async () => {
    const words = wordsOf((await entry()) ?? '');
    if (words.length !== secretsOf(api)) return null;
    return (which === 'api-key' ? words[0] : words.at(-1)) ?? null;
  };
}

export const wordsOf = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '');
