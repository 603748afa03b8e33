import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Clock } from '@gexstream/domain/time';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { ApiError } from '../errors.ts';
import { namePattern, scopes } from './api-key.ts';

const Name = Type.String({ pattern: namePattern.source });
const KeptKey = Type.Object(
  {
    name: Name,
    user: Name,
    scope: Type.Enum([...scopes]),
    sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    created: Type.String({ description: 'ISO 8601, UTC' }),
  },
  { additionalProperties: false },
);
const KeyFile = Compile(Type.Object({ version: Type.Literal(1), keys: Type.Array(KeptKey) }));

/** A key as its file holds it. */
export type KeptKey = Static<typeof KeptKey>;

const lockTries = 50;
const lockPauseMs = 100;

/** The keys of a file; none when there is no file. Rejects with an `ApiError` `API_KEY_FILE`. */
export const readKeyFile = async (path: string): Promise<readonly KeptKey[]> => {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return [];
    throw new ApiError('API_KEY_FILE', `The key file ${path} cannot be read (${codeOf(cause)}); check its owner and mode`, cause);
  }
  return keysIn(text, path);
};

const keysIn = (text: string, path: string): readonly KeptKey[] => {
  try {
    const content: unknown = JSON.parse(text);
    if (KeyFile.Check(content)) return content.keys;
  } catch {
    // Said below, with what to do.
  }
  throw new ApiError('API_KEY_FILE', `The key file ${path} is not one of ours; move it away and make the keys again`);
};

/**
 * Replaces the keys of a file by what `change` makes of them, one change at a time on this machine; readers see the old file or the new
 * one. The folder is made where it is missing; others than the owner cannot read either.
 */
export const changeKeyFile = async (
  path: string,
  clock: Clock,
  change: (keys: readonly KeptKey[]) => readonly KeptKey[],
): Promise<void> => {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const unlock = await lock(path, clock);
    try {
      await replace(path, `${JSON.stringify({ version: 1, keys: change(await readKeyFile(path)) }, null, 2)}\n`);
    } finally {
      await unlock();
    }
  } catch (cause) {
    if (codeOf(cause) === undefined || cause instanceof ApiError) throw cause;
    throw new ApiError('API_KEY_FILE', `The key file ${path} cannot be written (${codeOf(cause)}); check its folder`, cause);
  }
};

const lock = async (path: string, clock: Clock): Promise<() => Promise<void>> => {
  const held = `${path}.lock`;
  for (let tried = 1; ; tried++) {
    try {
      await (await open(held, 'wx', 0o600)).close();
      return () => rm(held, { force: true });
    } catch (cause) {
      if (codeOf(cause) !== 'EEXIST') throw cause;
      if (tried === lockTries)
        throw new ApiError('API_KEY_FILE', `Another command changes the keys; if none does, remove ${held} and run this again`);
    }
    await new Promise<void>((resolve) => clock.after(lockPauseMs, resolve));
  }
};

const replace = async (path: string, text: string): Promise<void> => {
  const temporary = `${path}.tmp`;
  try {
    const file = await open(temporary, 'w', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw cause;
  }
};

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
