import { systemClock } from '@gexstream/actors';
import { BusError } from '@gexstream/bus';
import { acquireLease, type Lease } from '@gexstream/bus/lmdb';
import type { DataFolder } from '../data-folder.ts';

/** The folder's lease: whoever writes its log or opens its history holds it. Rejects naming who does, and with the way out given. */
export const holdFolder = (folder: DataFolder, command: string, wayOut: string): Promise<Lease> =>
  acquireLease(folder.lease, { clock: systemClock(), holder: { command, url: null } }).catch((error: unknown) => {
    if (error instanceof BusError && error.code === 'BUS_LEASE_HELD')
      throw new Error(`${folder.path} is in use: ${error.message}. ${wayOut}`);
    throw error;
  });
