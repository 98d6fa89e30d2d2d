/** The directory of a tenant that is slow: in the largest pages that it answers in time. */
import { expect, it } from 'vitest';
import { openOffice } from './office.ts';

it('is read in smaller pages where Lucca gives up', async () => {
  const office = await openOffice();
  const pages = (): readonly (string | undefined)[] =>
    office.lucca.journal.requests
      .filter(({ path, query }) => path === '/api/v3/users' && query['id'] === undefined)
      .map(({ query }) => query['paging']);
  for (const size of [1_000, 500])
    office.lucca.faults.add({
      match: { method: 'GET', path: '/api/v3/users', query: `paging=0,${size}`, times: 'always' },
      fault: { kind: 'refuse', status: 408 },
    });

  await office.save('Inconnu Paul (99999)/Contrats/a.txt', Buffer.from('Contrat de Paul Inconnu.'));
  const first = await office.runOnce();
  expect(first.counts).toEqual({ attention: 1 });
  expect(pages().slice(0, 3)).toEqual(['0,1000', '0,500', '0,250']);
  expect((await office.start()).agent.searchDirectory('Dupont').length).toBeGreaterThan(0);
});
