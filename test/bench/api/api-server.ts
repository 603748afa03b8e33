import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { apiKeySha256, startApi } from '@gexstream/api';
import { allTopics, type BusRecord, decodeEvent, encodeEvent, topic } from '@gexstream/bus';
import { openLmdbBus } from '@gexstream/bus/lmdb';
import { type CellsEvent, type Envelope, epochMs, type LevelsEvent } from '@gexstream/domain';
import { allTables, outcomes, skewMetrics } from '@gexstream/store';
import { openDuckDbStore } from '@gexstream/store/duckdb';
import { pino } from 'pino';
import { processed } from '../../support/gex-log.ts';
import { framesStartMs, marketFrames } from '../workloads/market-frames.ts';
import { scannerOutcomes, scannerRecords, scannerSkews } from './scanner-content.ts';
import { answerGenerator, givenOptions } from './served.ts';

/** The product's API as it runs apart from the other apps, on what gex has made of a market of four underlyings. */
const { keys, contracts, streamClientsMax, rateLimitPerMinute } = await givenOptions<{
  /** Of a user each. */
  readonly keys: readonly string[];
  readonly contracts: number;
  readonly streamClientsMax: number;
  readonly rateLimitPerMinute: number;
}>();
const changesEveryMs = 100;

const folder = mkdtempSync(join(tmpdir(), 'gexstream-bench-api-'));
const clock = systemClock();
const bus = await openLmdbBus({ path: join(folder, 'log'), clock });
await bus.declareTopics(allTopics);
const { opening, frames, closing } = marketFrames({
  feed: 'live',
  updates: 8_000,
  rowsPerFrame: 50,
  updatesPerSecond: 2_000,
  contractsPerUnderlying: contracts,
});
await bus.publish([...opening, ...frames, ...closing]);
await processed(bus);

const newest = new Map<string, LevelsEvent>();
for (const { partition, start, end } of await bus.offsets(topic.latest.name))
  for (const record of await bus.read(topic.latest.name, partition, start, end, 10_000)) {
    const event = decodeEvent(record.value!) as LevelsEvent | CellsEvent;
    if (event.kind === 'levels') newest.set(event.underlying, event);
  }

/** The feed's time goes on from where the market stood, at the wall's pace. */
const startedMs = clock.now();
const feedNow = (): number => framesStartMs + 10_000 + clock.now() - startedMs;
const record = (name: string, recordKey: string, event: Envelope<string, unknown>): BusRecord => ({
  topic: name,
  key: recordKey,
  value: encodeEvent(event),
  timestampMs: event.eventMs,
});
const status = (): Envelope<string, unknown> => ({
  ...[...newest.values()][0]!,
  kind: 'feed-status',
  underlying: '*',
  eventMs: epochMs(feedNow()),
  body: {
    state: 'live',
    detail: 'bench',
    wallMs: clock.now(),
    speed: 1,
    symbols: [...newest.keys()].map((underlying) => ({
      underlying,
      contracts,
      streamed: contracts,
      polled: 0,
      lastChainMs: null,
      lastEventMs: null,
    })),
    lastGap: null,
    loginExpiresMs: null,
    restCircuit: 'closed',
  },
});
await bus.publish([record(topic.feedStatus.name, 'ingest', status())]);

let seq = 1_000_000;
const change = (): void => {
  clock.every(changesEveryMs, () => {
    seq++;
    const at = epochMs(feedNow());
    void bus.publish([
      ...[...newest.values()].map((event) =>
        record(topic.levels.name, event.underlying, {
          ...event,
          seq,
          eventMs: at,
          body: { ...event.body, asOf: at, newestMs: at, spot: event.body.spot + (seq % 7) / 100 },
        }),
      ),
      record(topic.feedStatus.name, 'ingest', status()),
    ]);
  });
};

const store = await openDuckDbStore({ path: ':memory:', memoryLimitMb: 64 });
await store.declareTables(allTables);
await store.append(skewMetrics, scannerSkews(feedNow()));
await store.append(outcomes, scannerOutcomes(feedNow()));
const api = await startApi({
  bus,
  store,
  clock,
  log: pino({ level: 'warn' }),
  feed: 'live',
  config: {
    // Not on loopback, so that keys are asked for.
    host: '0.0.0.0',
    port: 0,
    apiKeys: keys.map((key, at) => ({ name: `bench-${at}`, user: `bench-${at}`, scope: 'read', sha256: apiKeySha256(key) })),
    rateLimitPerMinute,
    streamClientsMax,
    connectionsMax: 10_000,
  },
});
await bus.publish(scannerRecords(feedNow()));
answerGenerator({ port: Number(new URL(api.url).port), feedOffsetMs: startedMs - framesStartMs - 10_000 }, change);
