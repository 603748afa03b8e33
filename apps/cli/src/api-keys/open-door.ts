import { existsSync } from 'node:fs';
import { isLoopback } from '@gexstream/api/config';
import type { Settings } from '../config.ts';
import { UsageError } from '../usage-error.ts';
import { keysPathOf } from './keys-path.ts';

/** Said before a folder is made or a port bound; the API refuses it again for whoever starts it otherwise. */
export const refuseOpenDoor = (settings: Settings, origin: string): void => {
  if (isLoopback(settings.host) || settings.apiKeys.length > 0 || existsSync(keysPathOf(settings))) return;
  throw new UsageError(
    `${origin} ${settings.host} is reachable by others: make a key with npx gex keys add NAME, or set GEX_API_KEYS (keys of at least 16 characters, comma-separated)`,
  );
};
