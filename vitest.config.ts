import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Of `expect.poll` that names none: its own second is over before a loaded machine has answered once. */
const patient = { poll: { timeout: 20_000 } };

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
          expect: patient,
        },
      },
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
          pool: 'forks',
          testTimeout: 180_000,
          hookTimeout: 300_000,
          expect: patient,
        },
      },
      { test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], testTimeout: 180_000, hookTimeout: 120_000, expect: patient } },
    ],
  },
});
