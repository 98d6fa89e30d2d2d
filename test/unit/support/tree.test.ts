import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { attentionReasons } from '../../../main/shared/reasons.ts';
import { parseSettings } from '../../../main/shared/settings.ts';
import { fictionalCompany } from '../../lucca/company.ts';
import {
  buildTree,
  compare,
  filable,
  isPerfect,
  play,
  settingsOf,
  sha256,
  targets,
  troubleDocuments,
  troubleRoutes,
  twoHundredDocuments,
  type Expected,
} from '../../support/tree/index.ts';

const company = fictionalCompany({ now: Date.UTC(2026, 10, 2) });

let root = '';
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'classeur-tree-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

describe('the tree', () => {
  it('has a folder for each person, with a drawer for each route', async () => {
    await buildTree(root, company.employees);
    const folders = await readdir(root);
    expect(folders).toHaveLength(company.employees.length);
    expect(folders).toContain("L'Hostis Loïc (00004)");
    for (const folder of folders) expect(await readdir(path.join(root, folder))).toHaveLength(6);
  });

  it('comes with settings that the program takes', () => {
    for (const moreRoutes of [[], troubleRoutes]) {
      const parsed = parseSettings(settingsOf({ root, tenantUrl: 'http://127.0.0.1:8080', moreRoutes }));
      expect(parsed).toMatchObject({ ok: true });
    }
  });

  it('leads only to fields that the company has', () => {
    for (const { field, subField, multiple } of Object.values(targets).filter(
      (one) => one.field !== 'picture',
    )) {
      const found = company.fields.find(({ key }) => key === field);
      expect(found?.multiple, field).toBe(multiple);
      if (subField !== null) expect(found?.parts?.map(({ key }) => key)).toContain(subField);
    }
  });
});

describe('two hundred documents', () => {
  const plan = twoHundredDocuments(company);
  const made = plan.map((document) => ({ ...document, ...document.make() }));

  it('are two hundred, each with its own path and its own bytes', () => {
    expect(plan).toHaveLength(200);
    expect(new Set(plan.map(({ path }) => path)).size).toBe(200);
    expect(new Set(made.map(({ bytes }) => sha256(bytes))).size).toBe(200);
  });

  it('cover all kinds of field and of file', () => {
    expect(new Set(plan.map(({ drawer }) => drawer)).size).toBe(6);
    expect(new Set(made.map(({ extension }) => extension)).size).toBeGreaterThanOrEqual(9);
    expect(new Set(plan.map(({ employeeId }) => employeeId)).size).toBe(filable(company).length);
  });

  it('hold nothing that would ask: one for each single value, nobody who left long ago', () => {
    const single = plan.filter(({ drawer }) => !targets[drawer].multiple);
    expect(new Set(single.map(({ employeeId, field }) => `${employeeId} ${field}`)).size).toBe(single.length);
    expect(plan.map(({ employeeId }) => employeeId)).not.toContain(company.cast['oldLeaver']);
  });
});

describe('trouble', () => {
  it('has one story for each reason, each about somebody else', () => {
    const stories = troubleDocuments(company);
    expect(stories.map(({ reason }) => reason).sort()).toEqual([...attentionReasons].sort());
    const paths = stories.map((story) => story.path);
    expect(new Set(paths).size).toBe(paths.length);
  });

  it('makes a large file without using the disk', async () => {
    const story = troubleDocuments(company).find(({ reason }) => reason === 'too-large');
    for (const step of story?.steps ?? []) await play(root, step);
    const { size, blocks } = await stat(path.join(root, story?.path ?? ''));
    expect(size).toBeGreaterThan(100 * 1_048_576);
    expect(blocks * 512).toBeLessThan(1_048_576);
  });
});

describe('comparing with what Lucca holds', () => {
  const expected: Expected = { path: 'a', employeeId: 1, field: 'e_RIB', subField: null, sha256: 'aa' };
  const held = { employeeId: 1, field: 'e_RIB', subField: null, sha256: 'aa', fileName: 'a.pdf' };

  it('is content when all is in its place, whatever was there before', () => {
    const before = { ...held, field: 'e_Contrats', sha256: 'old' };
    expect(isPerfect(compare([expected], [before, held], [before]))).toBe(true);
  });

  it('names what is missing, doubled, on the wrong person, or nobody’s', () => {
    expect(compare([expected], []).missing).toHaveLength(1);
    expect(compare([expected], [held, held]).doubled).toHaveLength(1);
    const wrong = compare([expected], [{ ...held, employeeId: 2 }]);
    expect([wrong.missing.length, wrong.misplaced.length]).toEqual([1, 1]);
    expect(compare([expected], [held, { ...held, sha256: 'zz' }]).strange).toHaveLength(1);
    expect(isPerfect(wrong)).toBe(false);
  });
});
