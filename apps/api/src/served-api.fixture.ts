import { systemClock } from '@gexstream/actors';
import { encodeEvent, topic } from '@gexstream/bus';
import type { ChainPicture, Envelope, UnderlyingQuote } from '@gexstream/domain';
import { epochMs } from '@gexstream/domain/time';
import { type gexExposures, type gexLevels, modelId, type RowOf, type Store } from '@gexstream/store';
import pino from 'pino';
import { type Api, startApi } from './api.ts';
import type { ApiConfig } from './config.ts';
import { cellsEvent, type EventPlace, feedStatusEvent, levelsEvent, openMs } from './events.fixture.ts';
import { exposuresEvent } from './exposures.fixture.ts';
import type { ReadChain } from './live/chains.ts';
import { memoryBus } from './memory-bus.fixture.ts';
import type { LiveHeap } from './stream/live-heap.ts';
import type { Page } from './web/client-bundle.ts';

const asset = (text: string, contentType: string) => ({ body: Buffer.from(text), contentType, etag: '"one"' });

const page: Page = {
  index: asset('<!doctype html><title>page</title>', 'text/html; charset=utf-8'),
  scanner: asset('<!doctype html><title>scanner</title>', 'text/html; charset=utf-8'),
  assets: new Map([['main.js', asset('export {}', 'text/javascript; charset=utf-8')]]),
};

export const emptyStore: Store = {
  declareTables: async () => {},
  append: async () => {},
  latest: async () => [],
  range: async () => [],
  sample: async () => [],
  count: async () => 0,
  trim: async () => {},
  close: async () => {},
};

export const latest = (event: Envelope<string, unknown>) => ({
  topic: topic.latest.name,
  key: `${event.kind}/${event.underlying}`,
  value: encodeEvent(event),
  timestampMs: event.eventMs,
});

/** A tick of SPX. */
export const quoteEvent = (body: Partial<UnderlyingQuote>, place: EventPlace = {}): Envelope<string, unknown> => ({
  ...levelsEvent(place),
  kind: 'underlying-quote',
  body: { origin: 'stream', ...body },
});

const contract = {
  symbol: 'SPXW  261120C06010000',
  expiry: '2026-11-20',
  settlement: 'pm',
  side: 'call',
  strike: 6010,
  bid: 4.1,
  ask: 4.3,
  last: null,
  volume: 12,
  openInterest: 900,
  iv: 0.14,
  ivSource: 'otherSide',
  greeks: { delta: 0.45, gamma: 0.008, thetaPerYear: -7300, vega: 130, rho: 40 },
  updatedMs: openMs,
} as const;

/** Two contracts of SPX; of the second nothing is known. */
export const smallChain: ChainPicture = {
  underlying: 'SPX',
  asOf: openMs,
  spot: 6005,
  contracts: [
    contract,
    {
      ...contract,
      symbol: 'SPXW  261123P06000000',
      expiry: '2026-11-23',
      side: 'put',
      strike: 6000,
      bid: null,
      ask: null,
      volume: null,
      openInterest: null,
      iv: null,
      ivSource: null,
      greeks: null,
      updatedMs: null,
    },
  ],
};

const topicOf: Readonly<Record<string, string>> = {
  'session-baseline': topic.sessionBaselines.name,
  'underlying-quote': topic.ticks.name,
};

export const record = (event: Envelope<string, unknown>) => ({
  topic: topicOf[event.kind] ?? event.kind,
  key: event.underlying,
  value: encodeEvent(event),
  timestampMs: event.eventMs,
});

/** An API on a free port over a bus in memory, with SPX and SPY as the last values, exposures of SPX alone, and a feed that is live. */
export const serveApi = async (
  config: Partial<ApiConfig> = {},
  change: {
    readonly store?: Store;
    readonly readChain?: ReadChain;
    readonly empty?: true;
    readonly heap?: LiveHeap;
    readonly page?: Page;
  } = {},
) => {
  const clock = systemClock();
  const { bus, fail } = memoryBus();
  const store = change.store ?? emptyStore;
  if (change.empty === undefined) {
    await bus.publish([
      ...['SPX', 'SPY'].flatMap((underlying) => [latest(levelsEvent({ underlying })), latest(cellsEvent({ underlying }))]),
      latest(exposuresEvent()),
      record(feedStatusEvent({ atMs: openMs, wallMs: clock.now() })),
    ]);
  }
  const log: string[] = [];
  const api: Api = await startApi({
    bus,
    store,
    clock,
    log: pino({ level: 'debug' }, { write: (line: string) => void log.push(line) }),
    feed: 'sim',
    ...(change.readChain === undefined ? {} : { readChain: change.readChain }),
    page: change.page ?? page,
    ...(change.heap === undefined ? {} : { heap: change.heap }),
    config: { host: '127.0.0.1', port: 0, rateLimitPerMinute: 10_000, heartbeatMs: 200, ...config },
  });
  return {
    api,
    bus,
    clock,
    log,
    failBus: fail,
    publish: (...events: readonly Envelope<string, unknown>[]) => bus.publish(events.map(record)),
    stop: () => api.stop(),
  };
};

export const levelsRow = (atMs: number, change: Partial<RowOf<typeof gexLevels>> = {}): RowOf<typeof gexLevels> => {
  const { body, sessionDate } = levelsEvent();
  return {
    ts: epochMs(atMs),
    underlying: 'SPX',
    model: modelId(body.model),
    spot: 6005,
    net_gex: 5,
    call_gex: 12,
    put_gex: -7,
    gross_gex: 19,
    zero_gamma: 6012.5,
    zero_gamma_all: [6012.5],
    call_wall: 6010,
    put_wall: null,
    max_gross_strike: 6010,
    max_net_strike: 6000,
    put_call_ratio_oi: 1.5,
    put_call_ratio_volume: null,
    contracts_used: 4,
    contracts_excluded: 2,
    streamed_share: 1,
    polled_share: 0,
    stale_share: 0,
    input_seq: 1,
    session_date: sessionDate,
    feed: 'sim',
    run: 'run-1',
    ...change,
  };
};

const kinds = ['gex', 'dex', 'vex', 'chex', 'speed', 'zomma'] as const;
const parts = ['net', 'call', 'put', 'gross'] as const;
const noExposures = Object.fromEntries(kinds.flatMap((kind) => parts.map((part) => [`${part}_${kind}`, 0]))) as Record<
  `${(typeof parts)[number]}_${(typeof kinds)[number]}`,
  number
>;

/** Of all expiries, by open interest. */
export const exposuresRow = (atMs: number, change: Partial<RowOf<typeof gexExposures>> = {}): RowOf<typeof gexExposures> => {
  const { streamed_share: _, polled_share: __, stale_share: ___, ...levels } = levelsRow(atMs);
  return {
    ...levels,
    ...noExposures,
    horizon: 'all',
    expiries: 3,
    gross_share: 1,
    put_call_ratio_premium: 0.8,
    call_volume_wall: null,
    put_volume_wall: null,
    atm_iv_30d: 0.15,
    skew_25d_30d: 4.25,
    ...change,
  };
};
