import { type CellsEvent, isoTime } from '@gexstream/domain';
import type { CellsChangeBody } from '../contract/stream.ts';
import { cellsBody } from '../live/cells-body.ts';

/** Share of the symbol's gross GEX by which a cell may differ from what was sent without being sent again. */
const changeShareMin = 1e-10;

type Columns = Pick<CellsEvent['body'], 'callGex' | 'putGex' | 'callOi' | 'putOi' | 'callVolume' | 'putVolume'>;

const columnNames = ['callGex', 'putGex', 'callOi', 'putOi', 'callVolume', 'putVolume'] as const satisfies (keyof Columns)[];

/** What readers of the stream hold of one symbol's cells. */
export interface SentCells {
  /** What a reader needs to hold `event`'s cells too, and remembers it as sent; null when there is nothing to say. */
  advance(event: CellsEvent): CellsChangeBody | null;
}

export const sentCells = (first: CellsEvent | null): SentCells => {
  let sent = first && remembered(first);
  return {
    advance(event) {
      const changed = sent && changedCells(sent, event);
      if (sent === null || changed === null) {
        sent = remembered(event);
        return { symbol: event.underlying, reset: true, ...cellsBody(event) };
      }
      if (changed.length === 0) return null;
      for (const i of changed) remember(sent, event, i);
      return changeBody(event, changed);
    },
  };
};

interface Remembered {
  readonly axes: string;
  readonly columns: { readonly [Name in keyof Columns]: number[] };
  /** Cell's place on the axes → its position in the columns. */
  readonly positions: Map<number, number>;
}

const axesOf = ({ body }: CellsEvent): string =>
  `${body.expiries.map(({ expiry, settlement }) => expiry + settlement).join()};${body.strikes.join()}`;

const placeOf = ({ body }: CellsEvent, i: number): number => body.expiryIndex[i]! * body.strikes.length + body.strikeIndex[i]!;

const remembered = (event: CellsEvent): Remembered => {
  const made: Remembered = {
    axes: axesOf(event),
    columns: { callGex: [], putGex: [], callOi: [], putOi: [], callVolume: [], putVolume: [] },
    positions: new Map(),
  };
  for (let i = 0; i < event.body.strikeIndex.length; i++) remember(made, event, i);
  return made;
};

const remember = (sent: Remembered, event: CellsEvent, i: number): void => {
  const place = placeOf(event, i);
  const position = sent.positions.get(place) ?? sent.positions.size;
  sent.positions.set(place, position);
  for (const name of columnNames) sent.columns[name][position] = event.body[name][i]!;
};

/** Which cells to send; null when the axes changed or a cell went, so that everything must be sent. */
const changedCells = (sent: Remembered, event: CellsEvent): readonly number[] | null => {
  if (axesOf(event) !== sent.axes) return null;
  const { body } = event;
  const tolerance = changeShareMin * grossOf(body);
  const changed: number[] = [];
  let found = 0;
  for (let i = 0; i < body.strikeIndex.length; i++) {
    const position = sent.positions.get(placeOf(event, i));
    if (position === undefined) changed.push(i);
    else {
      found++;
      if (differs(sent.columns, position, body, i, tolerance)) changed.push(i);
    }
  }
  return found < sent.positions.size ? null : changed;
};

const grossOf = ({ callGex, putGex }: Columns): number =>
  callGex.reduce((sum, call, i) => sum + Math.abs(call) + Math.abs(putGex[i]!), 0);

const differs = (sent: Remembered['columns'], position: number, now: Columns, i: number, tolerance: number): boolean =>
  Math.abs(now.callGex[i]! - sent.callGex[position]!) > tolerance ||
  Math.abs(now.putGex[i]! - sent.putGex[position]!) > tolerance ||
  now.callOi[i] !== sent.callOi[position] ||
  now.putOi[i] !== sent.putOi[position] ||
  now.callVolume[i] !== sent.callVolume[position] ||
  now.putVolume[i] !== sent.putVolume[position];

const changeBody = ({ underlying, body }: CellsEvent, changed: readonly number[]): CellsChangeBody => {
  const pick = (column: Float64Array | Uint16Array): number[] => changed.map((i) => column[i]!);
  return {
    symbol: underlying,
    reset: false,
    as_of: isoTime(body.asOf),
    spot: body.spot,
    expiry_index: pick(body.expiryIndex),
    strike_index: pick(body.strikeIndex),
    call_gex: pick(body.callGex),
    put_gex: pick(body.putGex),
    call_oi: pick(body.callOi),
    put_oi: pick(body.putOi),
    call_volume: pick(body.callVolume),
    put_volume: pick(body.putVolume),
  };
};
