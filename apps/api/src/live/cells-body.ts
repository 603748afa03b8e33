import { type CellsEvent, isoTime } from '@gexstream/domain';
import type { CellsBody } from '../contract/gex.ts';

export const cellsBody = ({ body }: CellsEvent): CellsBody => ({
  as_of: isoTime(body.asOf),
  spot: body.spot,
  expiries: body.expiries.map(({ expiry, settlement }) => ({ expiry, settlement })),
  strikes: Array.from(body.strikes),
  expiry_index: Array.from(body.expiryIndex),
  strike_index: Array.from(body.strikeIndex),
  call_gex: Array.from(body.callGex),
  put_gex: Array.from(body.putGex),
  call_oi: Array.from(body.callOi),
  put_oi: Array.from(body.putOi),
  call_volume: Array.from(body.callVolume),
  put_volume: Array.from(body.putVolume),
});

/** Before the first cells of a symbol: none, at the moment of its levels. */
export const noCells = (asOf: string, spot: number): CellsBody => ({
  as_of: asOf,
  spot,
  expiries: [],
  strikes: [],
  expiry_index: [],
  strike_index: [],
  call_gex: [],
  put_gex: [],
  call_oi: [],
  put_oi: [],
  call_volume: [],
  put_volume: [],
});
