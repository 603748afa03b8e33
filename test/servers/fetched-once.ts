import { ensureServers } from '../../infra/launcher/index.ts';
import { serversMissing } from '../support/servers.ts';
import { nativeMissing } from './native-missing.ts';

/** Before any file: those that run side by side would each download the servers and compile the native client into one place. */
export const setup = async (): Promise<void> => {
  if (serversMissing() !== null) return;
  await ensureServers();
  nativeMissing();
};
