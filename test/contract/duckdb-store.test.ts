import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDbStore } from '@gexstream/store/duckdb';
import { afterAll } from 'vitest';
import { storeContract } from './store.contract.ts';

const folders: string[] = [];
let path = '';
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

storeContract('DuckDB', {
  open: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gexstream-store-'));
    folders.push(folder);
    path = join(folder, 'history.duckdb');
    return openDuckDbStore({ path });
  },
  reopen: () => openDuckDbStore({ path }),
  can: { keepBefore1970: true, trimToTheRow: true },
});
