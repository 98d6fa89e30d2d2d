import { expect, it, vi } from 'vitest';
import { machinePolicy } from '../../../../main/adapters/settings/policy-place.ts';

const nothing = (): string => {
  throw new Error('not there');
};

it.each([
  ['linux', '/etc/classeur/policy.json'],
  ['freebsd', '/etc/classeur/policy.json'],
  ['darwin', '/Library/Application Support/Classeur/policy.json'],
] as const)('on %s the policy is at %s, and root’s alone', (platform, path) => {
  expect(machinePolicy(platform, nothing)).toEqual({ path, owners: [0] });
});

it.each([
  [() => 'D:\\Windows', 'D:\\ProgramData\\Classeur\\policy.json'],
  [() => '\\\\server\\share', 'C:\\ProgramData\\Classeur\\policy.json'],
  [nothing, 'C:\\ProgramData\\Classeur\\policy.json'],
])('on Windows it is on the drive that Windows lies on', (realPath, path) => {
  expect(machinePolicy('win32', realPath)).toEqual({ path, owners: null });
});

it('no variable of whoever starts the program moves it', () => {
  const before = machinePolicy('win32', nothing);
  for (const name of [
    'ProgramData',
    'ALLUSERSPROFILE',
    'SystemDrive',
    'SystemRoot',
    'HOME',
    'XDG_CONFIG_DIRS',
  ])
    vi.stubEnv(name, '/home/jeanne');
  expect(machinePolicy('win32', nothing)).toEqual(before);
  expect(machinePolicy('linux', nothing).path).toBe('/etc/classeur/policy.json');
  vi.unstubAllEnvs();
});
