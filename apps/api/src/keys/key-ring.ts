import { hash, randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { stat } from 'node:fs/promises';
import type { Clock } from '@gexstream/domain/time';
import { ApiError } from '../errors.ts';
import { type ApiKey, apiKeySha256 } from './api-key.ts';
import { readKeyFile } from './key-file.ts';

const lookEveryMs = 1_000;

/** A key that opens the door now. */
export interface HeldKey extends ApiKey {
  /** Aborted when the key is revoked: what is open on its behalf ends. */
  readonly revoked: AbortSignal;
}

/** The keys of this process: the fixed ones, and those of a file that may change while it runs. */
export interface KeyRing {
  /** The key with this text. The time it takes tells nothing of the keys that are kept. */
  find(text: string): HeldKey | null;
  count(): number;
  /** From now on a change of the file counts within a second, until `close`. */
  follow(): void;
  close(): void;
}

export interface KeyRingOptions {
  readonly fixed: readonly ApiKey[];
  /** null where there is none. */
  readonly path: string | null;
  /** The wall clock. */
  readonly clock: Clock;
  /** The file cannot be read any more: the keys that it held last stay. */
  readonly onUnreadable: (cause: unknown) => void;
}

interface Entry {
  readonly key: HeldKey;
  readonly revoke: () => void;
}

/** Rejects with an `ApiError` when the file cannot be read at the start, or a fixed key has no hash. */
export const openKeyRing = async ({ fixed, path, clock, onUnreadable }: KeyRingOptions): Promise<KeyRing> => {
  // Look-ups go by a digest under a secret of this process: nobody outside can choose what is compared with what.
  const secret = randomBytes(32).toString('hex');
  const digest = (sha256: string): string => hash('sha256', secret + sha256);
  let entries: ReadonlyMap<string, Entry> = new Map();
  let seen: string | null = null;

  const hold = (kept: readonly ApiKey[]): void => {
    const before = entries;
    const now = new Map<string, Entry>();
    for (const { name, user, scope, sha256 } of [...fixed, ...kept]) {
      const at = digest(sha256.toLowerCase());
      const same = before.get(at);
      now.set(
        at,
        same?.key.name === name && same.key.user === user && same.key.scope === scope
          ? same
          : entryOf({ name, user, scope, sha256 }),
      );
    }
    entries = now;
    const staying = new Set(now.values());
    for (const entry of before.values()) if (!staying.has(entry)) entry.revoke();
  };

  const look = async (file: string): Promise<void> => {
    const version = await versionOf(file);
    if (version === seen) return;
    const kept = await readKeyFile(file);
    seen = version;
    hold(kept);
  };

  for (const { name, sha256 } of fixed)
    if (!/^[0-9a-f]{64}$/i.test(sha256))
      throw new ApiError('API_BAD_KEY_HASH', `API key "${name}" has no SHA-256 of 64 hex digits; make it again`);
  hold([]);
  if (path !== null) await look(path);

  let looking = false;
  let unreadable = false;
  const again = async (file: string): Promise<void> => {
    if (looking) return;
    looking = true;
    try {
      await look(file);
      unreadable = false;
    } catch (cause) {
      // It is tried again each time, and said once.
      if (!unreadable) onUnreadable(cause);
      unreadable = true;
    }
    looking = false;
  };
  let cancel = (): void => {};
  return {
    find: (text) => entries.get(digest(apiKeySha256(text)))?.key ?? null,
    count: () => entries.size,
    follow: () => {
      if (path !== null) cancel = clock.every(lookEveryMs, () => void again(path));
    },
    close: () => cancel(),
  };
};

const entryOf = (key: ApiKey): Entry => {
  const controller = new AbortController();
  // One listener for each open stream of the key.
  setMaxListeners(0, controller.signal);
  return { key: { ...key, revoked: controller.signal }, revoke: () => controller.abort() };
};

/** Differs once the file was replaced. */
const versionOf = async (path: string): Promise<string> => {
  try {
    const { ino, size, mtimeMs } = await stat(path);
    return `${ino} ${size} ${mtimeMs}`;
  } catch {
    // Whether it is missing or out of reach, reading tells.
    return '';
  }
};
