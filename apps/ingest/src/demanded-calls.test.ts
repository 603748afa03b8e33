import { type ActorRef, actorSystem, simulatedClock } from '@gexstream/actors';
import { type Bus, type BusRecord, demandRecord, type StoredRecord, type SubscribeOptions } from '@gexstream/bus';
import { type DemandApp, epochMs } from '@gexstream/domain';
import { memoryTokenStore, SchwabError, type SchwabRest, tokenKeeper } from '@gexstream/schwab';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { FramePublisherMessage } from './actors/frame-publisher.actor.ts';
import type { RestBudgetMessage } from './actors/rest-budget.actor.ts';
import { Counters } from './counters.ts';
import type { Draft } from './draft.ts';
import { RestGate } from './rest-gate.ts';
import { spawnDemandDesk } from './spawn-demand-desk.ts';
import { spawnRestBudget } from './spawn-rest-budget.ts';
import { StatusBoard } from './status-board.ts';

const start = 1_795_188_600_000;
const perMinuteMax = 110;

/** Hands what is published to whoever subscribed: all that the desk asks of a bus. */
const demandBus = () => {
  let reader: SubscribeOptions | null = null;
  let offset = 0;
  const bus = {
    subscribe: async (options: SubscribeOptions) => {
      reader = options;
      return { done: new Promise<void>(() => {}), close: async () => {} };
    },
  } as unknown as Bus;
  const publish = async (records: readonly BusRecord[]): Promise<void> => {
    const stored = records.map((record): StoredRecord => ({ ...record, partition: 0, offset: offset++ }));
    await reader!.onBatch({ topic: 'demand', partition: 0, records: stored, endOffset: offset }, async () => {});
  };
  return { bus, publish };
};

const silentActor = <Message>(onMessage: (message: Message) => void = () => {}): ActorRef<Message> => ({
  name: 'other',
  send: async (message) => onMessage(message),
  idle: async () => {},
  stop: async () => {},
});

/** The way from demands to calls, as ingest has it, on a clock that is turned by hand. The server takes 300 ms for an answer. */
const ingestOf = (answer: (callIndex: number) => SchwabError | null) => {
  const clock = simulatedClock(start);
  const log = pino({ level: 'silent' });
  const system = actorSystem({ name: 'ingest', clock });
  const counters = new Counters();
  const board = new StatusBoard([], new Map(), new Map());
  const tokens = tokenKeeper({
    store: memoryTokenStore({ refreshToken: 'r' }),
    clock,
    refresh: async () => ({ access_token: 'a', refresh_token: 'r', expires_in: 86_400, token_type: 'Bearer', scope: 'api' }),
  });
  const calls: { readonly at: number; readonly symbol: string }[] = [];
  const rest = {
    chains: ({ symbol }: { readonly symbol: string }) =>
      new Promise((resolve, reject) => {
        const failure = answer(calls.length);
        calls.push({ at: clock.now() - start, symbol });
        clock.after(300, () =>
          failure === null ? resolve({ symbol, callExpDateMap: {}, putExpDateMap: {}, underlyingPrice: 100 }) : reject(failure),
        );
      }),
  } as unknown as SchwabRest;
  const gate: RestGate = new RestGate({ rest, tokens, counters, budget: (): ActorRef<RestBudgetMessage> => budget });
  const budget = spawnRestBudget({ system, clock, perMinuteMax, gate: () => gate, board, notify: () => {} });
  const drafts: Draft[] = [];
  const publisher = silentActor<FramePublisherMessage>((message) => {
    if (message.type === 'publish') drafts.push(...message.drafts);
  });
  const { bus, publish } = demandBus();
  spawnDemandDesk({
    bus,
    configured: [],
    polling: { system, clock, log, gate, counters, board, publisher, subscriptions: silentActor() },
    introduce: async () => {},
    followed: { follow: async () => {}, unfollow: async () => {} },
    stopping: new AbortController().signal,
    onFailed: (error) => {
      throw error;
    },
  });
  /** So many chains, wanted by one process at once. */
  const want = (app: DemandApp, count: number): Promise<void> =>
    publish(
      Array.from({ length: count }, (_, index) => {
        const dates = { fromDate: '2026-11-20', toDate: '2026-12-18' };
        const demand = { app, want: 'chain', ...dates, everyMs: null, untilMs: epochMs(start + 3_600_000) } as const;
        return demandRecord(`${app === 'api' ? 'A' : 'S'}${index}`, demand, { feed: 'sim', run: app, now: clock.now() });
      }),
    );
  const rounds = () => drafts.flatMap((draft) => (draft.kind === 'demand-round' ? [draft] : []));
  return { clock, system, calls, counters, rounds, want };
};

const mostInAMinute = (calls: readonly { readonly at: number }[]): number =>
  Math.max(...calls.map(({ at: from }) => calls.filter(({ at }) => at >= from && at < from + 60_000).length));

test('C-08: 500 calls wanted by two processes never exceed the budget in any 60 s, and all are made in the end', async () => {
  const ingest = ingestOf(() => null);
  await ingest.want('scanner', 250);
  await ingest.want('api', 250);
  await ingest.clock.advance(60_000);
  const first = ingest.counters.snapshot().restCalls;
  await ingest.clock.advance(60_000);
  const second = ingest.counters.snapshot().restCalls;
  // While both want more than there is: 35 to 15. The burst before went to who came first.
  const scanner = second.scanner - first.scanner;
  const onDemand = second.onDemand - first.onDemand;
  expect(scanner / (scanner + onDemand)).toBeCloseTo(0.7, 1);
  await ingest.clock.advance(5 * 60_000);
  expect(new Set(ingest.calls.map(({ symbol }) => symbol)).size).toBe(500);
  expect(ingest.calls).toHaveLength(500);
  expect(ingest.rounds()).toHaveLength(500);
  expect(mostInAMinute(ingest.calls)).toBeLessThanOrEqual(perMinuteMax);
  // The budget is used, not just kept.
  expect(mostInAMinute(ingest.calls)).toBeGreaterThanOrEqual(perMinuteMax - 5);
  await ingest.system.stop();
});

test('C-08: 429 with Retry-After holds everybody back for so long, and nothing that was wanted is lost', async () => {
  const tooMany = (index: number): boolean => index >= 20 && index < 23;
  const ingest = ingestOf((index) =>
    tooMany(index) ? new SchwabError('SCHWAB_RATE_LIMITED', 'too many', { status: 429, retryAfterMs: 30_000 }) : null,
  );
  await ingest.want('scanner', 30);
  await ingest.want('api', 30);
  await ingest.clock.advance(300_000);
  const refusedAt = ingest.calls[20]!.at + 300;
  const duringPause = ingest.calls.filter(({ at }) => at > refusedAt + 300 && at < refusedAt + 30_000);
  expect(duringPause).toEqual([]);
  expect(ingest.rounds().filter(({ body }) => body.givenUp === 0)).toHaveLength(60);
  expect(mostInAMinute(ingest.calls)).toBeLessThanOrEqual(perMinuteMax);
  // What a demand cost is told, the refused calls with it.
  expect(ingest.rounds().reduce((sum, { body }) => sum + body.calls, 0)).toBe(63);
  await ingest.system.stop();
});
