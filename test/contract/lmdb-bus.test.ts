import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { type LmdbBus, openLmdbBus } from '@gexstream/bus/lmdb';
import { afterAll } from 'vitest';
import { busContract } from './bus.contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'gexstream-bus-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

busContract(
  'the lmdb bus',
  {
    open: (place) => openLmdbBus({ path: join(folder, place), clock: systemClock() }),
    remove: (place) => rm(join(folder, place), { recursive: true, force: true }),
  },
  {
    atomicPublish: true,
    oneMemberPerGroup: true,
    cleanUp: async (bus) => {
      await (bus as LmdbBus).applyRetention();
    },
  },
);
