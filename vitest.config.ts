import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Of `expect.poll` that names none: its own second is over before a loaded machine has answered once. */
const patient = { poll: { timeout: 20_000 } };

/** They measure what the process keeps, which is theirs alone only in a process of their own. */
const measuresHeap = [
  'apps/ingest/src/coalesced-entries.test.ts',
  'libs/bus/src/rdkafka/consumer.test.ts',
  'libs/schwab/src/stream/fuzz.test.ts',
];

// Kinds of tests by place: beside the source what needs nothing; in test/ what needs two packages, a disk, or a browser.
export default defineConfig({
  test: {
    // A worker fewer than cores is vitest's choice; but many of these tests wait more than they compute.
    maxWorkers: availableParallelism() + 1,
    // Several hundred processes are started, each of which would compile the same sources: half of what a start of `gex` costs.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/compiled') },
    projects: [
      // Limits are for what hangs, not for a machine with other work to do.
      {
        test: {
          name: 'unit',
          include: ['apps/*/src/**/*.test.ts', 'libs/*/src/**/*.test.ts', 'infra/*/*.test.ts'],
          exclude: measuresHeap,
          // Many small files, none of which leaves anything behind: a process of its own for each would cost more than the tests.
          isolate: false,
          testTimeout: 30_000,
          expect: patient,
        },
      },
      { test: { name: 'heap', include: measuresHeap, testTimeout: 30_000, expect: patient } },
      { test: { name: 'contract', include: ['test/contract/**/*.test.ts'], testTimeout: 30_000, expect: patient } },
      {
        test: {
          name: 'integration',
          include: ['test/{integration,golden,bench,issues}/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: patient,
        },
      },
      // Real Kafka and QuestDB, which the tests start: `npm run test:servers`.
      {
        test: {
          name: 'servers',
          include: ['test/servers/**/*.servers.test.ts'],
          globalSetup: 'test/servers/fetched-once.ts',
          pool: 'forks',
          // Each has a Kafka and a QuestDB of its own, a gigabyte together, and waits for them more than it computes.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          testTimeout: 180_000,
          hookTimeout: 300_000,
          expect: patient,
        },
      },
      { test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], testTimeout: 180_000, hookTimeout: 120_000, expect: patient } },
    ],
  },
});
