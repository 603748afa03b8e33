import { actorSystem, simulatedClock } from '@gexstream/actors';
import { easternTime } from '@gexstream/domain';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { ChainPollerParts } from './spawn-chain-poller.ts';
import { spawnSessionOpening } from './spawn-session-opening.ts';

test('a call that fails with what nobody foresaw is made again in a minute, as any other', async () => {
  const clock = simulatedClock(easternTime('2026-11-20', 10, 0));
  let calls = 0;
  const gate = {
    call: async () => {
      calls += 1;
      throw Object.assign(new Error('EROFS: read-only file system'), { code: 'EROFS' });
    },
  };
  const board = { isStreaming: true, stopping: false };
  const system = actorSystem({ name: 'ingest', clock, onCrash: expect.unreachable });
  const parts = { system, clock, gate, board, log: pino({ level: 'silent' }) } as unknown as ChainPollerParts;
  spawnSessionOpening(new Set(['SPX']), parts, () => expect.unreachable('nothing was answered'));
  await clock.advance(5_000);
  expect(calls).toBe(1);
  await clock.advance(65_000);
  expect(calls).toBe(2);
  await system.stop();
});
