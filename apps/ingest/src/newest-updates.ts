import { type EpochMs, fieldGroup, type OptionField, type OptionUpdates, optionField, optionFieldNames } from '@gexstream/domain';
import { OptionColumns, type RowTimes } from '@gexstream/schwab';

/** One field of all contracts: the newest value, and the time it is of; −Infinity for none. */
interface NewestField {
  values: Float64Array;
  timesMs: Float64Array;
}

/**
 * The newest value of every field of every contract, out of many updates of one underlying, each with its own source time: whoever merges
 * the result has what he would have had from all of them.
 */
export class NewestUpdates {
  readonly #placeOf = new Map<string, number>();
  readonly #settlement: string[] = [];
  readonly #fields = new Map(optionFieldNames.map((field) => [field, emptyField(256)]));
  #rowsAdded = 0;

  get rowsAdded(): number {
    return this.#rowsAdded;
  }

  /** `atMs`: the time of what has none of its own. */
  add(updates: OptionUpdates, atMs: EpochMs): void {
    const { symbols, mask, settlement } = updates;
    this.#rowsAdded += symbols.length;
    const places = Int32Array.from(symbols, (symbol, row) => this.#place(symbol, settlement?.[row] ?? ''));
    // Field by field, as in the book: this goes over a whole backlog at once.
    for (const [field, { values, timesMs }] of this.#fields) {
      const column = updates.columns[field];
      if (column === undefined) continue;
      const bit = optionField[field];
      const stated = statedTimes(updates, field);
      for (let row = 0; row < places.length; row += 1) {
        if ((mask[row]! & bit) === 0) continue;
        const timeMs = stated?.[row] ?? atMs;
        const place = places[row]!;
        if (timeMs < timesMs[place]!) continue;
        timesMs[place] = timeMs;
        values[place] = column[row]!;
      }
    }
  }

  /** As records of at most `rowsMax` rows. A row has one time a group, so a contract whose fields differ in theirs takes several. */
  records(rowsMax: number): readonly OptionUpdates[] {
    const rows = [...this.#placeOf].flatMap(([symbol, place]) => this.#rowsOf(symbol, place));
    const columns = new OptionColumns(rows.length);
    for (const { symbol, settlement, times, fields } of rows) {
      columns.add(symbol, settlement, times);
      for (const { field, value } of fields) columns.set(field, value);
    }
    return Array.from({ length: Math.ceil(rows.length / rowsMax) }, (_, part) =>
      columns.slice('stream', part * rowsMax, Math.min(rows.length, (part + 1) * rowsMax)),
    );
  }

  #place(symbol: string, settlement: string): number {
    const known = this.#placeOf.get(symbol);
    if (known !== undefined) {
      if (settlement !== '') this.#settlement[known] = settlement;
      return known;
    }
    const place = this.#placeOf.size;
    this.#placeOf.set(symbol, place);
    this.#settlement.push(settlement);
    for (const field of this.#fields.values()) if (place === field.values.length) grow(field);
    return place;
  }

  #rowsOf(symbol: string, place: number): readonly Row[] {
    const known = [...this.#fields].flatMap(([field, { values, timesMs }]) =>
      timesMs[place] === Number.NEGATIVE_INFINITY
        ? []
        : [{ field, group: fieldGroup[field], value: values[place]!, timeMs: timesMs[place]! }],
    );
    /** The different times in each group, oldest first: the last row has the newest of all. */
    const timesIn = (group: Group): readonly number[] =>
      [...new Set(known.filter((each) => each.group === group).map(({ timeMs }) => timeMs))].sort((a, b) => a - b);
    const times = {
      quote: timesIn('quote'),
      trade: timesIn('trade'),
      greeks: timesIn('greeks'),
      openInterest: timesIn('openInterest'),
    };
    const count = Math.max(1, ...Object.values(times).map(({ length }) => length));
    return Array.from({ length: count }, (_, index) => {
      const at = (group: Group): number => times[group][index] ?? times[group].at(-1) ?? 0;
      return {
        symbol,
        settlement: this.#settlement[place]!,
        times: { quoteMs: at('quote'), tradeMs: at('trade'), greeksMs: at('greeks'), openInterestMs: at('openInterest') },
        fields: known.filter(({ group, timeMs }) => (group === 'static' ? index === 0 : times[group][index] === timeMs)),
      };
    });
  }
}

type Group = Exclude<(typeof fieldGroup)[OptionField], 'static'>;

interface Row {
  readonly symbol: string;
  readonly settlement: string;
  readonly times: RowTimes;
  readonly fields: readonly { readonly field: OptionField; readonly value: number }[];
}

const emptyField = (capacity: number): NewestField => ({
  values: new Float64Array(capacity),
  timesMs: new Float64Array(capacity).fill(Number.NEGATIVE_INFINITY),
});

const grow = (field: NewestField): void => {
  const { values, timesMs } = emptyField(field.values.length * 2);
  values.set(field.values);
  timesMs.set(field.timesMs);
  field.values = values;
  field.timesMs = timesMs;
};

const statedTimes = (updates: OptionUpdates, field: OptionField): Float64Array | undefined => {
  switch (fieldGroup[field]) {
    case 'quote':
      return updates.quoteMs;
    case 'trade':
      return updates.tradeMs;
    case 'greeks':
      return updates.greeksMs;
    case 'openInterest':
      return updates.openInterestMs;
    case 'static':
      return undefined;
  }
};
