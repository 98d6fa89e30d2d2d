/** Certificates made for one test: X.509 (RFC 5280) by hand, for Node signs but does not make them. */
import { createSign, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';

export interface Certificate {
  /** PEM. */
  readonly cert: string;
  readonly key: string;
  readonly signWith: KeyObject;
  readonly name: string;
}

export interface CertificateWishes {
  /** Host name that it is for. */
  readonly host: string;
  /** Default: for an hour from now. */
  readonly until?: Date;
  /** Default: signed by itself. */
  readonly by?: Certificate;
  /** May sign others. */
  readonly authority?: boolean;
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const { length } = body;
  const head = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...head]), body]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const octets = (body: Buffer): Buffer => der(0x04, body);
const bits = (body: Buffer): Buffer => der(0x03, Buffer.from([0]), body);
const yes = der(0x01, Buffer.from([0xff]));
const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));

const nameOf = (common: string): Buffer =>
  sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(common, 'utf8')))));

const timeOf = (date: Date): Buffer =>
  der(0x18, Buffer.from(`${date.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`, 'ascii'));

export function certificate(wishes: CertificateWishes): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const until = wishes.until ?? new Date(Date.now() + 3_600_000);
  const since = new Date(Math.min(until.getTime(), Date.now()) - 86_400_000);
  const extensions = [
    sequence(oid('551d11'), octets(sequence(der(0x82, Buffer.from(wishes.host, 'ascii'))))),
    ...(wishes.authority === true ? [sequence(oid('551d13'), yes, octets(sequence(yes)))] : []),
  ];
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    nameOf(wishes.by?.name ?? wishes.host),
    sequence(timeOf(since), timeOf(until)),
    nameOf(wishes.host),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  );
  const signature = createSign('sha256')
    .update(body)
    .sign(wishes.by?.signWith ?? privateKey);
  const whole = sequence(body, ecdsaWithSha256, bits(signature)).toString('base64');
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${whole.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    signWith: privateKey,
    name: wishes.host,
  };
}
