import { writeSync } from 'node:fs';
import { epochMs } from '@gexstream/domain/time';
import { fileTokenStore } from './file-token-store.ts';

// Refreshes without end in a process that is killed meanwhile, a writer for each file; each number is said once its token is kept.
const [first = '1', ...paths] = process.argv.slice(2);
const refresh = async (path: string, writer: number): Promise<void> => {
  const store = fileTokenStore(path);
  for (let number = Number(first); ; number += 1) {
    await store.write({
      refreshToken: `refresh-${number}`,
      access: { token: `access-${number}-${'x'.repeat(4_000)}`, expiresMs: epochMs(number * 1_000) },
      loginMs: epochMs(1_000),
    });
    writeSync(1, `${writer} ${number}\n`);
  }
};
await Promise.all(paths.map(refresh));
