import { readFileSync } from 'node:fs';
import { UsageError } from './usage-error.ts';

/** The text of a file that holds one secret, without the space around it. Throws a `UsageError` that tells what it is for, why it cannot be read and what to do. */
export const readSecretFile = (file: string, what: string, todo: string): string => {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new UsageError(`${what}: cannot read ${file} (${(error as NodeJS.ErrnoException).code}); ${todo}`);
  }
};
