import { describe, expect, it } from 'vitest';
import { fileLinks } from '../../../../main/adapters/lucca/2024-11-01/file-links.ts';
import { fieldValue } from '../../../../main/adapters/lucca/2024-11-01/values.ts';

const origin = 'https://example.ilucca.net';
const id = '2face165-5345-4cf3-ab05-5421a6b19df2';
const other = 'd18261af-3b70-442f-94c2-3995cc8ca02c';
const href = `${origin}/lucca-api/files/${id}?token=eyJhbGciOi`;
const link = `/lucca-api/files/${id}?token=eyJhbGciOi`;
const file = { id, type: 'file', url: `${origin}/lucca-api/files/${id}` };

const linksOf = (extension: unknown): unknown => Object.fromEntries(fileLinks(extension, origin));

describe('the link of a file', () => {
  it.each([
    ['on the item', { value: file, links: { value: { href } } }],
    ['on the item, under another name', { value: file, links: { download: { href } } }],
    ['in a list of the item’s', { value: file, links: { files: [{ href }] } }],
    ['on the value', { value: { ...file, links: { self: { href } } }, links: {} }],
    ['on a part of the value', { value: { e_Attestation: { ...file, links: { self: { href } } } } }],
    ['in capitals', { value: file, links: { value: { href: href.replace(id, id.toUpperCase()) } } }],
    ['without its host', { value: file, links: { value: { href: link } } }],
  ])('is found %s', (_, extension) => {
    const [[found, at] = ['', '']] = Object.entries(linksOf(extension) as Record<string, string>);
    expect([found, at.toLowerCase()]).toEqual([id, link.toLowerCase()]);
  });

  it.each([
    ['another host', 'https://files.example.com/lucca-api/files/ID?token=x'],
    ['another tenant', 'https://other.ilucca.net/lucca-api/files/ID?token=x'],
    ['another port', 'https://example.ilucca.net:8443/lucca-api/files/ID?token=x'],
    ['the clear', 'http://example.ilucca.net/lucca-api/files/ID?token=x'],
    ['another host behind two slashes', '//files.example.com/lucca-api/files/ID?token=x'],
    ['another host behind backslashes', '\\\\files.example.com\\lucca-api\\files\\ID?token=x'],
    ['a name before the host', 'https://example.ilucca.net@files.example.com/lucca-api/files/ID?token=x'],
    ['a user of the host', 'https://me:pass@example.ilucca.net/lucca-api/files/ID?token=x'],
    ['another resource', 'https://example.ilucca.net/lucca-api/portraits/ID?token=x'],
    ['a way out of the folder', 'https://example.ilucca.net/lucca-api/files/../employees/ID?token=x'],
    ['no token', 'https://example.ilucca.net/lucca-api/files/ID'],
    ['an empty token', 'https://example.ilucca.net/lucca-api/files/ID?token='],
    ['no address', 'https://['],
  ])('is none where it leads to %s', (_, address) => {
    const extension = { value: file, links: { value: { href: address.replace('ID', id) } } };
    expect(linksOf(extension)).toEqual({});
  });

  it('goes to the file that it is of', () => {
    const extension = {
      id: '12',
      value: { e_Attestation: file, e_Convocation: { ...file, id: other, url: '' } },
      links: { e_Attestation: { href } },
    };
    expect(fieldValue(extension, origin)).toMatchObject({
      files: { e_Attestation: id, e_Convocation: other },
      links: { e_Attestation: link },
    });
    expect(fieldValue(extension)).not.toHaveProperty('links');
  });
});
