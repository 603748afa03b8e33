import { easternDate } from '../calendar/eastern-time.ts';
import type { EpochMs } from '../time/epoch-ms.ts';
import type { ExpirySlot } from './position-columns.ts';

/**
 * Which number of contracts stands for the position. `oi`: open interest, settled once a day. `volume`: today's trades, opening and closing
 * alike: activity, not a position. `oi_plus_volume`: open interest, and with it the volume of contracts that expire today, whose open
 * interest of the morning omits nearly everything; an upper bound.
 */
export type Measure = 'oi' | 'volume' | 'oi_plus_volume';

export const measureNames: readonly Measure[] = ['oi', 'volume', 'oi_plus_volume'];

/** Contracts held = openInterest × open interest + volume × volume. */
export interface MeasureWeights {
  readonly openInterest: number;
  readonly volume: number;
}

export const measureWeights = (measure: Measure, slot: ExpirySlot, asOf: EpochMs): MeasureWeights => ({
  openInterest: measure === 'volume' ? 0 : 1,
  volume: measure === 'volume' || (measure === 'oi_plus_volume' && slot.expiry === easternDate(asOf)) ? 1 : 0,
});

/** Why a contract that nobody holds, by this measure, does not count. */
export const emptyReason = (measure: Measure): string => (measure === 'volume' ? 'no-volume' : 'no-open-interest');
