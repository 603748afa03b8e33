import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { youngBytesMax } from './live-heap.ts';

test('this Node’s limit of the heap is that of its old generation and what is taken for the young one', () => {
  const script = "console.log(require('node:v8').getHeapStatistics().heap_size_limit)";
  const limit = Number(execFileSync(process.execPath, ['--max-old-space-size=256', '--eval', script], { encoding: 'utf8' }));
  expect(limit - youngBytesMax).toBe(256 * 2 ** 20);
});
