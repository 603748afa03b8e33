import { type AnalysisInput, type ExpirySlot, epochMs } from '@gexstream/domain';
import { seededRandom } from './random.ts';

const spot = 6000;
/** Points between strikes, and how far from spot they go at most: then they lie closer. */
const strikeStep = 5;
const strikeReach = 2_400;
/** Wednesday 2026-01-14, 14:00 in New York: the first settlement is two hours away. */
const asOf = epochMs(Date.UTC(2026, 0, 14, 19));
const daysToSettlement = [0, 1, 2, 5, 6, 7, 8, 9, 12, 16, 23, 30, 37, 65, 93, 128, 156, 247, 338, 702];

/**
 * A book of `size` contracts shaped like the index's: strikes five points apart near spot over twenty settlements, a smile, open
 * interest heaped on round strikes, puts below and calls above. Call and put of a strike have different IVs, as chains print them.
 */
export const optionBook = (size: number, seed = 20_260_114): AnalysisInput => {
  const random = seededRandom(seed);
  const slotCount = Math.min(daysToSettlement.length, Math.max(1, Math.floor(size / 4)));
  const expiries: ExpirySlot[] = daysToSettlement.slice(0, slotCount).map((days) => {
    const settlesMs = epochMs(asOf + days * 86_400_000 + 2 * 3_600_000);
    return { expiry: new Date(settlesMs).toISOString().slice(0, 10), settlement: 'pm', settlesMs };
  });
  const positions = {
    length: size,
    strike: new Float64Array(size),
    expiryIndex: new Uint16Array(size),
    side: new Int8Array(size),
    openInterest: new Float64Array(size),
    volume: new Float64Array(size),
    multiplier: new Float64Array(size).fill(100),
    iv: new Float64Array(size),
    exclusion: new Uint8Array(size),
  };
  const perSlot = Math.ceil(size / slotCount);
  const apart = Math.min(strikeStep, (4 * strikeReach) / perSlot);
  for (let i = 0; i < size; i++) {
    const slot = Math.floor(i / perSlot);
    const strike = spot + apart * Math.round((i % perSlot) / 2 - perSlot / 4);
    const side = i % 2 === 0 ? 1 : -1;
    const years = (expiries[slot]!.settlesMs - asOf) / 60_000 / 525_600;
    const moneyness = Math.log(strike / spot);
    const round = strike % 100 === 0 ? 6 : strike % 25 === 0 ? 2.5 : 1;
    const inDemand = side > 0 === strike > spot ? 2 : 1;
    positions.strike[i] = strike;
    positions.expiryIndex[i] = slot;
    positions.side[i] = side;
    positions.openInterest[i] = Math.ceil(round * inDemand * 400 * random() * Math.exp(-40 * moneyness * moneyness));
    positions.volume[i] = Math.floor(200 * random());
    positions.iv[i] = 0.11 + 0.02 * Math.sqrt(years) + 1.5 * moneyness ** 2 - 0.25 * Math.min(moneyness, 0) + 0.002 * random();
  }
  return {
    underlying: 'BENCH',
    asOf,
    spot,
    carry: { kind: 'flat', rate: 0.043, dividendYield: 0.0125 },
    ivOrder: 'file',
    positions,
    expiries,
  };
};
