import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// Kinds of tests by place: beside the source what needs nothing; in test/ what needs two packages, a disk, or a browser.
export default defineConfig({
  test: {
    // A worker fewer than cores is vitest's choice; on two cores that is one, and many of these tests wait more than they compute.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      // Limits are for what hangs, not for a machine with other work to do.
      {
        test: {
          name: 'unit',
          include: ['apps/*/src/**/*.test.ts', 'libs/*/src/**/*.test.ts', 'infra/*/*.test.ts'],
          testTimeout: 30_000,
        },
      },
      { test: { name: 'contract', include: ['test/contract/**/*.test.ts'], testTimeout: 30_000 } },
      {
        test: {
          name: 'integration',
          include: ['test/{integration,golden,bench,issues}/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      // Real Kafka and QuestDB, which the tests start: `npm run test:servers`.
      {
        test: {
          name: 'servers',
          include: ['test/servers/**/*.servers.test.ts'],
          pool: 'forks',
          testTimeout: 180_000,
          hookTimeout: 300_000,
        },
      },
      { test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], testTimeout: 180_000, hookTimeout: 120_000 } },
    ],
  },
});
