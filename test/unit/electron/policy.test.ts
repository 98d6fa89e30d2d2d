/** Where the app looks for the policy, and what it takes from it before the rest of the program is there. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { machinePolicy } from '../../../main/adapters/settings/policy-place.ts';
import { glanceAtSettings } from '../../../main/electron/glance.ts';
import { policyPlaceFor } from '../../../main/electron/policy-switch.ts';

let folder: string;
const at = (name: string): string => join(folder, name);
const write = (name: string, content: unknown): void =>
  writeFileSync(at(name), typeof content === 'string' ? content : JSON.stringify(content));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'classeur-policy-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('where the policy lies', () => {
  const machine = () => ({ path: at('machine.json'), owners: [0] });

  it('is the machine’s place, whatever the switches say, but for end-to-end tests', () => {
    expect(policyPlaceFor({ e2e: false, policy: null })).toEqual(machinePolicy());
    expect(policyPlaceFor({ e2e: false, policy: at('mine.json') }, machine())).toEqual(machine());
    expect(policyPlaceFor({ e2e: true, policy: null }, machine())).toEqual(machine());
  });

  it('is a file of the test’s where the machine has none', () => {
    expect(policyPlaceFor({ e2e: true, policy: at('mine.json') }, machine()).path).toBe(at('mine.json'));
  });

  it('stays the machine’s where it has one: no switch takes a policy away', () => {
    write('machine.json', 'even a broken one');
    expect(policyPlaceFor({ e2e: true, policy: at('mine.json') }, machine())).toEqual(machine());
  });

  it('stays the machine’s where it cannot be seen whether there is one', () => {
    write('closed', '');
    const behind = { path: join(at('closed'), 'policy.json'), owners: [0] };
    expect(policyPlaceFor({ e2e: true, policy: at('mine.json') }, behind)).toEqual(behind);
  });
});

describe('a first glance at the settings', () => {
  const glance = () => glanceAtSettings(folder, at('policy.json'));
  const policy = (settings: object): void => write('policy.json', { version: 1, settings });

  it('takes what they say of the icon and the language', () => {
    expect(glance()).toEqual({ decided: false, tray: true, language: null });
    write('settings.json', { language: 'nl', app: { tray: false } });
    expect(glance()).toEqual({ decided: true, tray: false, language: 'nl' });
  });

  it('takes the policy first', () => {
    write('settings.json', { language: 'nl', app: { tray: false, openAtLogin: false } });
    policy({ language: 'fr', app: { tray: true } });
    expect(glance()).toEqual({ decided: true, tray: true, language: 'fr' });
  });

  it('speaks the policy’s language where there are no settings yet', () => {
    policy({ language: 'it' });
    expect(glance()).toEqual({ decided: false, tray: true, language: 'it' });
  });

  it.each(['{', 'null', '[]', '"fr"', '{"language":5,"app":"none","settings":[]}'])('survives %s', (text) => {
    write('settings.json', text);
    write('policy.json', text);
    expect(glance()).toMatchObject({ tray: true, language: null });
  });
});
