import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { lives, type ProcessIdentity, thisProcess } from './process-identity.ts';

/** Takes the file for this process; false when a living process has it. What a dead process left is taken over. */
export const hold = (file: string): boolean => {
  mkdirSync(dirname(file), { recursive: true });
  // Written aside and linked into place, so that nobody ever reads half a holder and takes him for dead.
  const aside = `${file}.${process.pid}`;
  writeFileSync(aside, JSON.stringify(thisProcess()));
  try {
    // Twice: the second time over what a dead holder left.
    for (let attempt = 0; attempt < 2; attempt++) {
      if (linked(aside, file)) return true;
      const holder = readHolder(file);
      if (holder !== null && lives(holder)) return false;
      rmSync(file, { force: true });
    }
    return false;
  } finally {
    rmSync(aside, { force: true });
  }
};

const linked = (from: string, to: string): boolean => {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
};

export const letGo = (file: string): void => rmSync(file, { force: true });

/** Who holds it; null when nobody does or the file was only half written. */
export const readHolder = (file: string): ProcessIdentity | null => {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof value !== 'object' || value === null) return null;
    const { pid, started } = value as { readonly pid?: unknown; readonly started?: unknown };
    return typeof pid === 'number' && typeof started === 'string' ? { pid, started } : null;
  } catch {
    return null;
  }
};
