import type { CellsEvent } from '@gexstream/domain';
import { cellsEvent, type EventPlace } from './events.fixture.ts';

/** One expiry with so many strikes, whose calls have this GEX. Its open interest and volumes are as long in JSON as an index's. */
export const wideCellsEvent = (place: EventPlace, cells: number, call: number, firstStrike = 1_000): CellsEvent => {
  const column = (value: number) => new Float64Array(cells).fill(value);
  return cellsEvent(place, {
    strikes: Float64Array.from({ length: cells }, (_, i) => firstStrike + i),
    expiryIndex: new Uint16Array(cells),
    strikeIndex: Uint16Array.from({ length: cells }, (_, i) => i),
    callGex: column(call),
    putGex: column(-1_234_567.25),
    callOi: column(12_345),
    putOi: column(12_345),
    callVolume: column(12_345),
    putVolume: column(12_345),
  });
};
