import { easternDate } from '../calendar/eastern-time.ts';
import { dealerModels } from '../exposure/dealer-model.ts';
import type { EpochMs } from '../time/epoch-ms.ts';
import type { BookPositions } from './book-positions.ts';
import type { OptionBook } from './option-book.ts';

/** How much of today's volume could be classified, in contracts. */
export interface ClassifiedVolume {
  /** All that was traded today. */
  readonly volume: number;
  /** By customers who bought, and by those who sold. */
  readonly bought: number;
  readonly sold: number;
  /** (bought + sold) / volume, 0…1; null without volume. */
  readonly share: number | null;
}

export interface DealerInventory {
  /** By row: dealers' contracts, negative where they are short. */
  readonly contracts: Float64Array;
  readonly classified: ClassifiedVolume;
}

/**
 * What dealers hold by model `volume_signed`: overnight what the naive model gives them of the open interest (of what expires today nothing:
 * nearly all of it was traded today), and since the open the other side of each classified trade.
 */
export const dealerInventory = (
  { columns, expiries, length }: OptionBook,
  { openInterest, volume, exclusion }: BookPositions,
  asOf: EpochMs,
  sessionStartMs: EpochMs,
): DealerInventory => {
  const { side, expiryIndex, signedVolume, classifiedVolume, timeMs } = columns;
  const { call, put } = dealerModels.naive;
  const today = easternDate(asOf);
  const expiresToday = expiries.map(({ expiry }) => expiry === today);
  const contracts = new Float64Array(length);
  let [total, signed, classified] = [0, 0, 0];
  for (let row = 0; row < length; row++) {
    const overnight = expiresToday[expiryIndex[row]!] ? 0 : (side[row] === 1 ? call : put) * openInterest[row]!;
    contracts[row] = overnight - signedVolume[row]!;
    if (exclusion[row] !== 0) continue;
    if (timeMs.volume[row]! >= sessionStartMs) total += volume[row]!;
    signed += signedVolume[row]!;
    classified += classifiedVolume[row]!;
  }
  return {
    contracts,
    classified: {
      volume: total,
      bought: (classified + signed) / 2,
      sold: (classified - signed) / 2,
      // A correction downwards of what was traded must not make more than all of it.
      share: total > 0 ? Math.min(1, classified / total) : null,
    },
  };
};
