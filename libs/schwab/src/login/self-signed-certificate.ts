import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';
import type { EpochMs } from '@gexstream/domain';

export interface Certificate {
  /** PEM, both. */
  readonly key: string;
  readonly certificate: string;
}

const dayMs = 86_400_000;

/**
 * A certificate for one host of this machine, valid for a day, for the callback that Schwab wants over https. Node reads certificates
 * but makes none; the few lines of DER here spare twenty packages.
 */
export const selfSignedCertificate = (host: string, now: EpochMs): Certificate => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(set(sequence(objectId('550403'), utf8('gexstream login'))));
  const body = sequence(
    tagged(0, integer(Buffer.of(2))),
    integer(Buffer.concat([Buffer.of(1), randomBytes(15)])),
    ecdsaWithSha256,
    name,
    sequence(utcTime(now - dayMs), utcTime(now + dayMs)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(3, sequence(extension('551d11', sequence(alternativeName(host))))),
  );
  const signature = sign('sha256', body, privateKey);
  const certificate = sequence(body, ecdsaWithSha256, element(0x03, Buffer.concat([Buffer.of(0), signature])));
  return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), certificate: pem(certificate) };
};

const pem = (der: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{64}/g, '$&\n').trim()}\n-----END CERTIFICATE-----\n`;

const element = (tag: number, content: Buffer): Buffer => {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), content]);
};
const sequence = (...parts: readonly Buffer[]): Buffer => element(0x30, Buffer.concat(parts));
const set = (...parts: readonly Buffer[]): Buffer => element(0x31, Buffer.concat(parts));
const integer = (value: Buffer): Buffer => element(0x02, value);
const objectId = (hex: string): Buffer => element(0x06, Buffer.from(hex, 'hex'));
const utf8 = (text: string): Buffer => element(0x0c, Buffer.from(text));
const tagged = (number: number, content: Buffer): Buffer => element(0xa0 + number, content);
const extension = (id: string, value: Buffer): Buffer => sequence(objectId(id), element(0x04, value));

/** `YYMMDDHHMMSSZ` */
const utcTime = (ms: number): Buffer =>
  element(
    0x17,
    Buffer.from(
      `${new Date(ms)
        .toISOString()
        .replace(/[-:T]|\.\d+Z/g, '')
        .slice(2)}Z`,
    ),
  );

const alternativeName = (host: string): Buffer =>
  isIPv4(host) ? element(0x87, Buffer.from(host.split('.').map(Number))) : element(0x82, Buffer.from(host));

const ecdsaWithSha256 = sequence(objectId('2a8648ce3d040302'));
