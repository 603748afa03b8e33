import { easternDate } from '../calendar/eastern-time.ts';
import type { EpochMs } from '../time/epoch-ms.ts';
import type { ExpirySlot, PositionColumns } from './position-columns.ts';

/**
 * Which number of contracts stands for the position. `oi`: open interest, settled once a day. `volume`: today's trades, opening and closing
 * alike: activity, not a position. `oi_plus_volume`: open interest, and with it the volume of contracts that expire today, whose open
 * interest of the morning omits nearly everything; an upper bound. `inventory`: what dealers hold by their own signs, the one measure of
 * model `volume_signed`.
 */
export type Measure = OfferedMeasure | 'inventory';

/** Those that go with every model which signs calls and puts. */
export type OfferedMeasure = 'oi' | 'volume' | 'oi_plus_volume';

export const measureNames: readonly OfferedMeasure[] = ['oi', 'volume', 'oi_plus_volume'];

/** Contracts held = openInterest × open interest + volume × volume. */
export interface MeasureWeights {
  readonly openInterest: number;
  readonly volume: number;
}

export const measureWeights = (measure: Measure, slot: ExpirySlot, asOf: EpochMs): MeasureWeights => ({
  openInterest: measure === 'volume' ? 0 : 1,
  volume: measure === 'volume' || (measure === 'oi_plus_volume' && slot.expiry === easternDate(asOf)) ? 1 : 0,
});

/** The column that a measure of signed contracts is taken from; undefined for those that weigh open interest and volume. */
export const inventoryOf = ({ inventory }: PositionColumns, measure: Measure): Float64Array | undefined => {
  if (measure !== 'inventory') return undefined;
  if (inventory === undefined) throw new RangeError('measure inventory takes positions with an inventory');
  return inventory;
};

/** A measure of signed contracts knows less than none. */
export const isHeld = (contracts: number, inventory: Float64Array | undefined): boolean =>
  contracts > 0 || (inventory !== undefined && contracts < 0);

/** Why a contract that nobody holds, by this measure, does not count. */
export const emptyReason = (measure: Measure): string =>
  ({ oi: 'no-open-interest', volume: 'no-volume', oi_plus_volume: 'no-open-interest', inventory: 'no-inventory' })[measure];
