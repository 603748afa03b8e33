import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Call, delivery, failure, laneRun } from './lane-run.fixture.ts';
import type { Failure } from './lane-state.ts';
import { type PlatformPace, platformPace, type Rate } from './platform-pace.ts';
import { waitingMax } from './waiting-room.ts';

const wanted = fc.record({
  id: fc.integer({ min: 0, max: 40 }),
  chat: fc.constantFrom('1', '2', '3', '-100', '-200'),
  revision: fc.integer({ min: 1, max: 6 }),
  critical: fc.boolean(),
  afterMs: fc.integer({ min: 0, max: 1_500 }),
});
/** Of each call in turn; most are taken. */
const answers = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.constant(null) },
    {
      weight: 1,
      arbitrary: fc.integer({ min: 1, max: 40 }).map((seconds) => failure('rate-limited', { retryAfterMs: seconds * 1_000 })),
    },
    { weight: 1, arbitrary: fc.boolean().map((unclear) => failure('unavailable', { unclear })) },
  ),
  { maxLength: 120 },
);

const most = (times: readonly number[], { withinMs }: Rate): number =>
  Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + withinMs).length));

const chatOf = ({ effect }: Call): string => effect.chat.id;

const holdsPace = (pace: PlatformPace, calls: readonly Call[]): void => {
  for (const rate of pace.all)
    expect(
      most(
        calls.map(({ atMs }) => atMs),
        rate,
      ),
    ).toBeLessThanOrEqual(rate.calls);
  for (const [id, ofChat] of Map.groupBy(calls, chatOf))
    for (const rate of pace.chat({ platform: 'telegram', id }))
      expect(
        most(
          ofChat.map(({ atMs }) => atMs),
          rate,
        ),
      ).toBeLessThanOrEqual(rate.calls);
};

/** No call to a chat before what it was told to wait is over; 50 ms is the way there and back. */
const isPatient = (calls: readonly Call[], given: readonly (Failure | null)[]): void => {
  for (const [at, call] of calls.entries()) {
    const waitMs = given[at]?.retryAfterMs ?? 0;
    const next = calls.slice(at + 1).find((later) => chatOf(later) === chatOf(call));
    if (next !== undefined) expect(next.atMs - call.atMs).toBeGreaterThanOrEqual(waitMs);
  }
};

test.each(['telegram', 'discord'] as const)(
  'B1: whatever is wanted and whatever fails, %s is called within its pace, and all ends in a receipt',
  (name) => {
    fc.assert(
      fc.property(fc.array(wanted, { maxLength: 80 }), answers, (wishes, given) => {
        const pace = platformPace[name];
        const run = laneRun(pace, (_, before) => given[before.length] ?? null);
        const newest = new Map<string, number>();
        let now = 0;
        for (const { id, chat, revision, critical, afterMs } of wishes) {
          now += afterMs;
          run.pass(now);
          const key = `${id} ${chat}`;
          // The book tells of nothing older than what it has told of.
          if (revision <= (newest.get(key) ?? 0)) continue;
          newest.set(key, revision);
          run.want(delivery(key, { revision, critical, chat: { platform: 'telegram', id: chat } }));
        }
        run.pass();
        holdsPace(pace, run.calls);
        isPatient(run.calls, given);
        expect(run.waitingMost()).toBeLessThanOrEqual(waitingMax + wishes.filter(({ critical }) => critical).length);
        expect([run.lane().waiting.size, run.lane().inFlight.size]).toEqual([0, 0]);
        const last = new Map(run.receipts().map(({ id, revision }) => [id, revision]));
        for (const [id, revision] of newest) expect(last.get(id)).toBeGreaterThanOrEqual(revision);
      }),
      { numRuns: 150 },
    );
  },
);
