/** What the keychain's one entry gives to each generation. */
import { describe, expect, it } from 'vitest';
import { scopesFor } from '../../../../main/adapters/lucca/index.ts';
import { secretFor } from '../../../../main/adapters/lucca/secrets.ts';

const entry = (text: string | null) => () => Promise.resolve(text);

describe('the entry of a tenant', () => {
  it.each([
    ['v3', 'api-key', ' 1f0e \n', '1f0e'],
    ['v3', 'api-key', 'two words', null],
    ['v3', 'api-key', null, null],
    ['2024-11-01', 'client-secret', 's3cret', 's3cret'],
    ['2024-11-01', 'client-secret', 'key s3cret', null],
    ['mixed', 'api-key', 'key s3cret', 'key'],
    ['mixed', 'client-secret', 'key\r\ns3cret\n', 's3cret'],
    ['mixed', 'client-secret', 'key', null],
    ['mixed', 'api-key', 'key and s3cret', null],
  ] as const)('%s: the %s of %j is %j', async (api, which, text, secret) => {
    expect(await secretFor(which, api, entry(text))()).toBe(secret);
  });
});

describe('scopes', () => {
  it('are the fewest that the settings need', () => {
    const none = { legalEntity: false, department: false };
    expect(scopesFor('mixed', none)).toEqual([
      'employees.readonly',
      'employments.readonly',
      'files.readwrite',
    ]);
    expect(scopesFor('2024-11-01', none)).toEqual([
      ...scopesFor('mixed', none),
      'employee-extension-definitions.readonly',
      'employee-extensions.readwrite',
    ]);
    expect(scopesFor('mixed', { legalEntity: true, department: true })).toEqual(
      expect.arrayContaining(['legal-entities.readonly', 'job-positions.readonly', 'departments.readonly']),
    );
  });
});
