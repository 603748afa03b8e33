import { hash, randomBytes } from 'node:crypto';

/** What a key may do; each scope holds those before it. */
export const scopes = ['read', 'trade', 'admin'] as const;
export type Scope = (typeof scopes)[number];

export const isScope = (text: string): text is Scope => scopes.some((scope) => scope === text);

export const allows = (held: Scope, needed: Scope): boolean => scopes.indexOf(held) >= scopes.indexOf(needed);

/** What is kept of a key: never its text. */
export interface ApiKey {
  /** By which it is listed and revoked; one key has it. */
  readonly name: string;
  /** Whose key it is: trades, plans and rules belong to users. */
  readonly user: string;
  readonly scope: Scope;
  /** SHA-256 of the key's text, hex, 64 digits. The text is 256 random bits, so that no slow hash is needed. */
  readonly sha256: string;
}

/** Names of keys and users. */
export const namePattern = /^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/;

export const apiKeySha256 = (text: string): string => hash('sha256', text);

/** The text of a new key: recognisable, so that scanners for leaked secrets find it. */
export const newKeyText = (): string => `gex_${randomBytes(32).toString('base64url')}`;
