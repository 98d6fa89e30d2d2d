import { describe, expect, it } from 'vitest';
import { parseSettings } from '../../../main/shared/settings.ts';
import { apiFindings } from '../../../main/terminal/api-findings.ts';

const target = { field: 'e_RIB', multiple: false };

function topicsOf(api: string, more: object, tenant: object = {}): readonly string[] {
  const oauth = { clientId: 'c', tokenUrl: 'https://accounts.world.luccasoftware.com/connect/token' };
  const parsed = parseSettings({
    version: 1,
    tenant: { url: 'https://example.ilucca.net', api, ...(api === 'v3' ? {} : { oauth }), ...tenant },
    root: '/srv/hr',
    employeeFolder: '{employeeNumber}',
    routes: [{ match: 'RIB/*', target }],
    ...more,
  });
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return apiFindings(parsed.settings).map(({ topic, verdict }) => `${topic} ${verdict}`);
}

const forOne = (readBack: boolean): object => ({
  routes: [{ match: 'RIB/*', target: { ...target, readBack } }],
});

describe('what is told of reading back', () => {
  it.each([
    ['v3', 'api-read-back no'],
    ['mixed', 'api-read-back no'],
    ['2024-11-01', 'api-read-back assumed'],
  ])('is said with "%s" where somebody wants it', (api, said) => {
    expect(topicsOf(api, { readBack: true })).toContain(said);
    expect(topicsOf(api, forOne(true))).toContain(said);
    expect(topicsOf(api, {}).join()).not.toContain('read-back');
    expect(topicsOf(api, { readBack: true, ...forOne(false) }).join()).not.toContain('read-back');
  });
});

describe('what is told of ETags', () => {
  it.each([
    ['v3', 'api-etags no'],
    ['mixed', 'api-etags assumed'],
    ['2024-11-01', 'api-etags assumed'],
  ])('is said with "%s" where somebody turned them on', (api, said) => {
    expect(topicsOf(api, {}, { etags: true })).toContain(said);
    expect(topicsOf(api, {}, { etags: false }).join()).not.toContain('etags');
    expect(topicsOf(api, {}).join()).not.toContain('etags');
  });
});
