import { describe, expect, it } from 'vitest';
import { addressOf } from '../../../../main/electron/setup/address.ts';
import { failureOf, findingsOf } from '../../../../main/core/setup-connect.ts';
import type { Employee, EmployeeId, FieldDefinition } from '../../../../main/core/model.ts';

describe('the address, as people copy it', () => {
  it.each([
    ['ateliers.ilucca.net', 'https://ateliers.ilucca.net'],
    ['  https://ateliers.ilucca.net/  ', 'https://ateliers.ilucca.net'],
    ['https://Ateliers.ilucca.net/home#/dossier?id=4', 'https://ateliers.ilucca.net'],
    ['http://ateliers.ilucca.net', 'https://ateliers.ilucca.net'],
    ['ateliers.ilucca-demo.net', 'https://ateliers.ilucca-demo.net'],
    ['ateliers.ilucca.ch', 'https://ateliers.ilucca.ch'],
    ['http://localhost:4173', 'http://localhost:4173'],
  ])('%s is %s', (typed, url) => {
    expect(addressOf(typed, [])).toEqual({ ok: true, url });
  });

  it.each([
    ['', 'no-address'],
    ['ateliers', 'not-an-address'],
    ['http://', 'not-an-address'],
    ['javascript:alert(1)', 'not-an-address'],
    ['ateliers.ilucca.net.example.com', 'not-lucca'],
    ['https://ilucca.net@example.com', 'not-lucca'],
    ['mail@ateliers.example', 'not-lucca'],
  ])('%j is none: %s', (typed, why) => {
    expect(addressOf(typed, [])).toEqual({ ok: false, why });
  });
});

describe('the address where policy allows further hosts', () => {
  it('is one of them, whatever it looks like, and still https', () => {
    const allowed = ['lucca.corp.example', 'lucca'];
    expect(addressOf('http://lucca.corp.example/home', allowed)).toEqual({
      ok: true,
      url: 'https://lucca.corp.example',
    });
    expect(addressOf('lucca', allowed)).toEqual({ ok: true, url: 'https://lucca' });
    expect(addressOf('x.lucca.corp.example', allowed)).toEqual({ ok: false, why: 'not-lucca' });
  });
});

describe('why there is no connection', () => {
  it.each([
    [{ kind: 'refused', refusal: { kind: 'unauthorized' }, status: 401 }, 'key-refused'],
    [{ kind: 'refused', refusal: { kind: 'forbidden' }, status: 403 }, 'not-permitted'],
    [{ kind: 'refused', refusal: { kind: 'not-found' }, status: 404 }, 'not-found'],
    [{ kind: 'throttled', retryAfterMs: 1_000 }, 'busy'],
    [{ kind: 'unreachable', code: 'ENOTFOUND' }, 'unknown-host'],
    [{ kind: 'unreachable', code: 'ECONNREFUSED' }, 'offline'],
    [{ kind: 'unreachable', code: 'UND_ERR_CONNECT_TIMEOUT' }, 'offline'],
    [{ kind: 'unreachable', code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'tls'],
    [{ kind: 'unreachable', code: 'CERT_HAS_EXPIRED' }, 'tls'],
    [{ kind: 'unreachable', code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }, 'tls'],
    [{ kind: 'unreachable', code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'tls'],
    [{ kind: 'unreachable', code: 'captive-portal' }, 'web-page'],
    [{ kind: 'unreachable', code: 'proxy-authentication' }, 'proxy'],
    [{ kind: 'unreachable', code: 'redirected' }, 'not-found'],
    [{ kind: 'failed', status: 200, code: 'malformed' }, 'not-found'],
    [{ kind: 'failed', status: 502, code: 'http-502' }, 'trouble'],
    [{ kind: 'failed', status: 0, code: 'ECONNRESET' }, 'offline'],
    [{ kind: 'failed', status: 0, code: 'timeout' }, 'offline'],
  ] as const)('%j: %s', (outcome, why) => {
    expect(failureOf(outcome)).toBe(why);
  });
});

describe('what a key may not do', () => {
  const employee = { id: 1 as EmployeeId, contractEnd: null } as Employee;
  const gone = { ...employee, contractEnd: '2020-01-31T00:00:00' };
  const field = (name: string, more: object = {}): FieldDefinition => ({
    field: `e_${name}`,
    name,
    multiple: true,
    subFields: [],
    holdsFile: true,
    ...more,
  });

  it('is nothing where all is open but what no list shows', () => {
    expect(findingsOf([employee, gone], [field('RIB')], '2026-11-22')).toEqual([{ what: 'fields', n: 1 }]);
  });

  it('names what it may only read, once', () => {
    const closed = field('Paie', {
      readOnly: true,
      holdsFile: false,
      subFields: [
        { key: 'e_a', name: 'A', holdsFile: true },
        { key: 'e_b', name: 'B', holdsFile: true },
      ],
    });
    expect(findingsOf([gone], [closed], '2026-11-22')).toEqual([
      { what: 'no-fields' },
      { what: 'read-only', names: ['Paie'] },
    ]);
  });

  it('says that nobody who left is visible; who leaves this very day has not left', () => {
    const leaving = { ...employee, contractEnd: '2026-11-22T00:00:00' };
    expect(findingsOf([leaving], null, '2026-11-22')).toEqual([
      { what: 'fields-unseen' },
      { what: 'former-hidden' },
    ]);
  });
});
