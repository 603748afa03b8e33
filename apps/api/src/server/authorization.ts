import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { ApiKey } from '../config.ts';
import { ApiError } from '../errors.ts';
import { ProblemError } from './problem.ts';

/** What to keep of a key, hex; the key's own text is kept nowhere. */
export const apiKeySha256 = (key: string): string => sha256(key).toString('hex');

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Routes that tell nothing but whether the process is well. */
const openPaths = new Set(['/livez', '/readyz', '/health']);

/**
 * Admits requests with `Authorization: Bearer KEY`. `Basic` with the key as password works too: a browser asks for it once and sends
 * it along with event streams, which cannot carry headers of their own.
 */
export const requireKey = (app: FastifyInstance, keys: readonly ApiKey[]): void => {
  const hashes = keys.map(hashOf);
  app.addHook('onRequest', async (request, reply) => {
    if (openPaths.has(request.url.split('?', 1)[0]!)) return;
    const key = presentedKey(request.headers.authorization);
    if (key !== null && matchesAny(sha256(key), hashes)) return;
    reply.header('www-authenticate', ['Bearer realm="gexstream"', 'Basic realm="gexstream: any name, the API key as password"']);
    throw new ProblemError('key-required', 'Send `Authorization: Bearer KEY` with a key of this server');
  });
};

const hashOf = ({ name, sha256: hex }: ApiKey): Buffer => {
  if (!/^[0-9a-f]{64}$/i.test(hex)) {
    throw new ApiError('API_BAD_KEY_HASH', `API key "${name}" has no SHA-256 of 64 hex digits; make it again`);
  }
  return Buffer.from(hex, 'hex');
};

const presentedKey = (header: string | undefined): string | null => {
  const [, scheme, value] = /^(Bearer|Basic) +(\S+)$/i.exec(header ?? '') ?? [];
  if (scheme === undefined || value === undefined) return null;
  if (scheme.toLowerCase() === 'bearer') return value;
  const [, password] = /^[^:]*:(.*)$/s.exec(Buffer.from(value, 'base64').toString('utf8')) ?? [];
  return password ?? null;
};

/** Looks at every key, so that the time tells nothing. */
const matchesAny = (hash: Buffer, hashes: readonly Buffer[]): boolean =>
  hashes.reduce((found, known) => timingSafeEqual(hash, known) || found, false);
