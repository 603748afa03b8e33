import {
  type CellsEvent,
  type ExposureModel,
  type Feed,
  type FeedStatus,
  type FeedStatusEvent,
  type LevelsEvent,
  points,
  type SideQuotes,
  type SliceLevels,
  sessionDate,
  usdPerPercent,
} from '@gexstream/domain';
import { type EpochMs, epochMs } from '@gexstream/domain/time';

/** Friday 20 November 2026, 10:30 in New York: regular hours. */
export const openMs: EpochMs = epochMs(Date.UTC(2026, 10, 20, 15, 30));

const model: ExposureModel = {
  measure: 'oi',
  convention: 'calls+ puts-',
  carry: { kind: 'zero' },
  kernel: 'bsm',
  ivOrder: 'live',
};

export interface EventPlace {
  readonly underlying?: string;
  readonly atMs?: number;
  readonly seq?: number;
  readonly feed?: Feed;
}

const envelope = ({ underlying = 'SPX', atMs = openMs, seq = 1, feed = 'sim' }: EventPlace) => ({
  version: 1,
  feed,
  run: 'run-1',
  underlying,
  seq,
  eventMs: epochMs(atMs),
  receiveMs: epochMs(atMs),
  emitMs: epochMs(atMs),
  sessionDate: sessionDate(epochMs(atMs)),
});

const slice = (call: number, put: number): SliceLevels => ({
  total: {
    net: usdPerPercent(call + put),
    call: usdPerPercent(call),
    put: usdPerPercent(put),
    gross: usdPerPercent(call - put),
  },
  zeroGamma: points(6012.5),
  zeroGammaAll: [points(6012.5), points(6400)],
  callWall: points(6010),
  putWall: null,
  maxGrossStrike: points(6010),
  maxNetStrike: points(6000),
  putCallRatioOi: 1.5,
  putCallRatioVolume: null,
  contracts: { used: 4, excluded: { 'no-iv': 2 } },
});

export const levelsEvent = (
  place: EventPlace = {},
  { net = 5, newestMs }: { readonly net?: number; readonly newestMs?: number } = {},
): LevelsEvent => {
  const made = envelope(place);
  return {
    kind: 'levels',
    ...made,
    body: {
      underlying: made.underlying,
      asOf: made.eventMs,
      spot: points(6005),
      model,
      ...slice(net + 7, -7),
      expiries: [
        {
          expiry: '2026-11-20',
          settlement: 'pm',
          settlesMs: epochMs(openMs + 5.5 * 3_600_000),
          floored: false,
          atmIv: 0.125,
          put25dIv: 0.155,
          call25dIv: 0.11,
          skew25d: 4.5,
          ...slice(10, -5),
        },
        {
          expiry: '2026-11-23',
          settlement: 'pm',
          settlesMs: epochMs(openMs + 77.5 * 3_600_000),
          floored: false,
          atmIv: null,
          put25dIv: null,
          call25dIv: null,
          skew25d: null,
          ...slice(2, -2),
        },
      ],
      coverage: { streamed: 0.75, polled: 0.25, stale: 0 },
      ivSources: { stream: 3, solved: 1, chain: 0, otherSide: 0 },
      newestMs: epochMs(newestMs ?? made.eventMs),
    },
  };
};

/** At 5990 nothing is known. */
const sideQuotes = (bid: number, ask: number, iv: number, delta: number): SideQuotes => ({
  bid: Float64Array.of(Number.NaN, bid),
  ask: Float64Array.of(Number.NaN, ask),
  iv: Float64Array.of(Number.NaN, iv),
  delta: Float64Array.of(Number.NaN, delta),
});

/** Four cells on two strikes and two expiries; of what expires today one strike is quoted on both sides, the other on none. */
export const cellsEvent = (place: EventPlace = {}, change: Partial<CellsEvent['body']> = {}): CellsEvent => {
  const made = envelope(place);
  return {
    kind: 'cells',
    ...made,
    body: {
      underlying: made.underlying,
      asOf: made.eventMs,
      spot: points(6005),
      model,
      expiries: [
        { expiry: '2026-11-20', settlement: 'pm', settlesMs: epochMs(openMs + 5.5 * 3_600_000) },
        { expiry: '2026-11-23', settlement: 'pm', settlesMs: epochMs(openMs + 77.5 * 3_600_000) },
      ],
      strikes: Float64Array.of(6000, 6010),
      expiryIndex: Uint16Array.of(0, 0, 1, 1),
      strikeIndex: Uint16Array.of(0, 1, 0, 1),
      callGex: Float64Array.of(1, 9, 1, 1),
      putGex: Float64Array.of(-2, -3, -1, -1),
      callOi: Float64Array.of(10, 20, 30, 40),
      putOi: Float64Array.of(50, 60, 70, 80),
      callVolume: Float64Array.of(1, 2, 3, 4),
      putVolume: Float64Array.of(5, 6, 7, 8),
      expiringQuotes: {
        strikes: Float64Array.of(5990, 6000),
        call: sideQuotes(21.5, 21.75, 0.125, 0.625),
        put: sideQuotes(16.25, 16.5, 0.1328125, Number.NaN),
      },
      coverage: null,
      ivSources: { stream: 3, solved: 1, chain: 0, otherSide: 0 },
      newestMs: made.eventMs,
      ...change,
    },
  };
};

export const feedStatusEvent = (
  { wallMs, ...place }: EventPlace & { readonly wallMs: number },
  change: Partial<FeedStatus> = {},
): FeedStatusEvent => {
  const made = envelope({ underlying: '*', seq: 0, ...place });
  return {
    kind: 'feed-status',
    ...made,
    body: {
      state: 'live',
      detail: 'simulator connected',
      wallMs: epochMs(wallMs),
      speed: 1,
      symbols: ['SPX', 'SPY'].map((underlying) => ({
        underlying,
        contracts: 4,
        streamed: 3,
        polled: 1,
        lastChainMs: made.eventMs,
        lastEventMs: made.eventMs,
      })),
      lastGap: null,
      loginExpiresMs: null,
      restCircuit: 'closed',
      ...change,
    },
  };
};
