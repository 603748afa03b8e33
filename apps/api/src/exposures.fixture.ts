import {
  analyse,
  type ExposuresEvent,
  easternTime,
  exposurePicture,
  inventoryPicture,
  measureNames,
  strikeColumns,
} from '@gexstream/domain';
import { type EventPlace, levelsEvent, openMs } from './events.fixture.ts';

const expiries = ['2026-11-20', '2026-11-23', '2026-12-18'].map((expiry) => ({
  expiry,
  settlement: 'pm' as const,
  settlesMs: easternTime(expiry, 16, 0),
}));
/** In USD, of each expiry; of the last one no put was traded. */
const paid = [
  { call: 4_000, put: 1_000 },
  { call: 2_000, put: 5_000 },
  { call: 6_000, put: 0 },
];
const length = 60;
const each = (of: (row: number) => number): Float64Array => Float64Array.from({ length }, (_, row) => of(row));

/** A book of sixty contracts on three expiries, as gex publishes it. */
export const exposuresEvent = (place: EventPlace = {}): ExposuresEvent => {
  const { kind: _, body, ...head } = levelsEvent(place);
  const input = {
    underlying: head.underlying,
    asOf: openMs,
    spot: 6005,
    carry: { kind: 'zero' },
    ivOrder: 'live',
    expiries,
    positions: {
      length,
      strike: each((row) => 5800 + 10 * Math.floor(row / 2)),
      side: Int8Array.from({ length }, (_, row) => (row % 2 === 0 ? 1 : -1)),
      expiryIndex: Uint16Array.from({ length }, (_, row) => row % 3),
      openInterest: each((row) => 50 + ((row * 37) % 101)),
      volume: each((row) => (row * 53) % 89),
      multiplier: each(() => 100),
      iv: each((row) => 0.12 + 0.001 * row),
      exclusion: new Uint8Array(length),
    },
  } as const;
  const whole = measureNames.map((measure) => {
    const measured = { ...input, measure };
    return exposurePicture(measured, [[], [], []]);
  });
  const pictures = whole.map(({ strikes: __, ...picture }) => picture);
  const strikes = whole.map((picture) => strikeColumns(picture.strikes));
  const held = each((row) => ((row * 17) % 41) - 20);
  const { strikes: tradedStrikes, ...traded } = inventoryPicture(input, held, analyse, [[], [], []]);
  const inventory = {
    picture: traded,
    strikes: strikeColumns(tradedStrikes),
    classified: { volume: 200, bought: 30, sold: 20, share: 0.25 },
  };
  const premiums = expiries.map(({ expiry, settlement }, i) => ({ expiry, settlement, ...paid[i]! }));
  const { coverage, ivSources, newestMs } = body;
  return {
    kind: 'exposures',
    ...head,
    body: { asOf: openMs, pictures, strikes, inventory, premiums, coverage, ivSources, newestMs },
  };
};
