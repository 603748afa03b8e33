import type { HeatmapSource, Settlement } from '@gexstream/charts';
import type { CellsBody } from '../../contract/gex.ts';
import type { CellsChangeBody } from '../../contract/stream.ts';

/** The cells of one symbol as the page holds them: a snapshot, brought up to date by changes. */
export interface CellStore {
  /** ISO 8601: the moment of the newest cells. */
  readonly asOf: string;
  readonly spot: number;
  readonly expiries: readonly { readonly expiry: string; readonly settlement: Settlement }[];
  readonly strikes: readonly number[];
  readonly expiryIndex: number[];
  readonly strikeIndex: number[];
  readonly callGex: number[];
  readonly putGex: number[];
  readonly callOi: number[];
  readonly putOi: number[];
  readonly callVolume: number[];
  readonly putVolume: number[];
  /** Where the cell of a strike and an expiry stands in the columns, -1 when there is none: `strike * expiries.length + expiry`. */
  readonly slots: Int32Array;
}

export const cellStore = (cells: CellsBody): CellStore => {
  const slots = new Int32Array(cells.strikes.length * cells.expiries.length).fill(-1);
  for (const [slot, strike] of cells.strike_index.entries())
    slots[strike * cells.expiries.length + cells.expiry_index[slot]!] = slot;
  return {
    asOf: cells.as_of,
    spot: cells.spot,
    expiries: cells.expiries,
    strikes: cells.strikes,
    expiryIndex: [...cells.expiry_index],
    strikeIndex: [...cells.strike_index],
    callGex: [...cells.call_gex],
    putGex: [...cells.put_gex],
    callOi: [...cells.call_oi],
    putOi: [...cells.put_oi],
    callVolume: [...cells.call_volume],
    putVolume: [...cells.put_volume],
    slots,
  };
};

/** Takes a change in; the store given must not be used afterwards. A change without a store to build on gives null: ask for a snapshot. */
export const withChange = (store: CellStore | null, change: CellsChangeBody): CellStore | null => {
  if (change.reset) {
    const { expiries, strikes } = change;
    return expiries === undefined || strikes === undefined ? null : cellStore({ ...change, expiries, strikes });
  }
  if (store === null) return null;
  const width = store.expiries.length;
  for (const [i, strike] of change.strike_index.entries()) {
    const expiry = change.expiry_index[i]!;
    const place = strike * width + expiry;
    const known = store.slots[place];
    if (known === undefined) return null;
    const slot = known >= 0 ? known : store.callGex.length;
    store.slots[place] = slot;
    store.strikeIndex[slot] = strike;
    store.expiryIndex[slot] = expiry;
    store.callGex[slot] = change.call_gex[i]!;
    store.putGex[slot] = change.put_gex[i]!;
    store.callOi[slot] = change.call_oi[i]!;
    store.putOi[slot] = change.put_oi[i]!;
    store.callVolume[slot] = change.call_volume[i]!;
    store.putVolume[slot] = change.put_volume[i]!;
  }
  return { ...store, asOf: change.as_of, spot: change.spot };
};

/** As the heatmap wants it: at the given spot, each expiry with its calendar days from the session's date. */
export const heatmapSource = (store: CellStore, spot: number, sessionDate: string): HeatmapSource => ({
  ...store,
  spot,
  expiries: store.expiries.map((expiry) => ({ ...expiry, dte: daysBetween(sessionDate, expiry.expiry) })),
});

const daysBetween = (from: string, to: string): number =>
  Math.max(0, Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000));
