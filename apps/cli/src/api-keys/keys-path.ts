import { resolve } from 'node:path';
import type { Settings } from '../config.ts';

/** The file of the keys: beside the feeds, since a key is good for all of them. */
export const keysPathOf = ({ keysPath, data }: Pick<Settings, 'keysPath' | 'data'>): string =>
  resolve(keysPath ?? `${data}/api-keys.json`);
