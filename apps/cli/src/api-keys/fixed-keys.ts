import { type ApiKey, apiKeySha256, isScope, type Scope } from '@gexstream/api/keys';
import { z } from 'zod';

/** A key of `GEX_API_KEYS`. */
export interface FixedKey {
  readonly scope: Scope;
  readonly text: string;
}

const wanted =
  'keys of at least 16 characters, comma-separated, each with its scope before it if it may do more than read: admin:KEY';

/** `KEY` or `SCOPE:KEY`, separated by commas. */
export const fixedKeys = z
  .string()
  .transform((text) => text.split(',').map((entry) => parse(entry.trim())))
  .pipe(z.array(z.custom<FixedKey>((key) => (key as FixedKey).text.length >= 16, wanted)));

const parse = (entry: string): FixedKey => {
  const [scope = '', ...rest] = entry.split(':');
  return isScope(scope) && rest.length > 0 ? { scope, text: rest.join(':') } : { scope: 'read', text: entry };
};

/** As the API takes it: each is a user of its own. */
export const fixedKey = ({ scope, text }: FixedKey, index: number): ApiKey => {
  const name = `GEX_API_KEYS-${index + 1}`;
  return { name, user: name, scope, sha256: apiKeySha256(text) };
};
