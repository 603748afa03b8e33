import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';

/** Turns a secret text into one that may lie on a disk, and back, with a pass phrase. */
export interface TokenCipher {
  seal(text: string): string;
  /** Null when the pass phrase is another one, or the text was changed. */
  open(sealed: string): string | null;
}

const algorithm = 'aes-256-gcm';

interface Sealed {
  readonly encrypted: typeof algorithm;
  /** Base64, all four. */
  readonly salt: string;
  readonly nonce: string;
  readonly tag: string;
  readonly text: string;
}

/** AES-256-GCM under a key that scrypt makes of the pass phrase and a salt; the derived keys are kept, for deriving one takes long. */
export const tokenCipher = (passPhrase: string): TokenCipher => {
  let derived: { readonly salt: string; readonly key: Buffer } | null = null;
  const keyOf = (salt: string): Buffer => {
    if (derived?.salt !== salt) derived = { salt, key: scryptSync(passPhrase, Buffer.from(salt, 'base64'), 32) };
    return derived.key;
  };
  return {
    seal: (text) => {
      const salt = derived?.salt ?? randomBytes(16).toString('base64');
      const nonce = randomBytes(12);
      const cipher = createCipheriv(algorithm, keyOf(salt), nonce);
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      const file: Sealed = {
        encrypted: algorithm,
        salt,
        nonce: nonce.toString('base64'),
        tag: cipher.getAuthTag().toString('base64'),
        text: sealed.toString('base64'),
      };
      return `${JSON.stringify(file, null, 2)}\n`;
    },
    open: (sealed) => {
      const { salt, nonce, tag, text } = JSON.parse(sealed) as Sealed;
      try {
        const decipher = createDecipheriv(algorithm, keyOf(salt), Buffer.from(nonce, 'base64'), { authTagLength: 16 });
        decipher.setAuthTag(Buffer.from(tag, 'base64'));
        return Buffer.concat([decipher.update(Buffer.from(text, 'base64')), decipher.final()]).toString('utf8');
      } catch {
        return null;
      }
    },
  };
};

/** Whether a text was made by `seal`. */
export const isSealed = (text: string): boolean => {
  try {
    const file: unknown = JSON.parse(text);
    return (
      typeof file === 'object' &&
      file !== null &&
      'encrypted' in file &&
      file.encrypted === algorithm &&
      (['salt', 'nonce', 'tag', 'text'] as const).every((name) => typeof Reflect.get(file, name) === 'string')
    );
  } catch {
    return false;
  }
};
