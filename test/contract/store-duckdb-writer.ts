// A process of its own for the tests of the file: appends to it without end, and prints the number of each row once it is acknowledged.
import { openDuckDbStore } from '@gexstream/store/duckdb';
import { numbers } from './store-duckdb-numbers.ts';

const store = await openDuckDbStore({ path: process.argv[2]! });
await store.declareTables([numbers]);
for (let n = 0; ; n++) {
  await store.append(numbers, [{ at: n, series: 's', values: Array.from({ length: 50 }, (_, i) => n + i) }]);
  process.stdout.write(`${n}\n`);
}
