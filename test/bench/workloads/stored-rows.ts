import type { Column, RowOf, Table } from '@gexstream/store';
import { seededRandom } from './random.ts';

const firstMs = Date.UTC(2026, 10, 20, 15);
const underlyings = ['IWM', 'QQQ', 'SPX', 'SPY'];
const strikes = 300;

/** Rows as the history writes them, in the order of time and key: four underlyings, four times a second; a profile's lists have 300 strikes. */
export const storedRows = (table: Table, count: number): readonly RowOf<Table>[] => {
  const random = seededRandom(11);
  const cell = (name: string, { type }: Column, index: number) => {
    if (name === 'underlying') return underlyings[index % underlyings.length]!;
    if (name === 'zero_gamma_all') return [6000 + random()];
    const texts = name === 'model' ? 'oi/calls+puts-/zero/bsm/live' : '2026-11-20';
    const moment = firstMs + 250 * Math.floor(index / underlyings.length);
    const value = { timestamp: moment, symbol: texts, text: texts, double: 1e9 * (random() - 0.5), long: index, boolean: true };
    return type === 'doubles' ? Array.from({ length: strikes }, () => 1e6 * (random() - 0.5)) : value[type];
  };
  return Array.from(
    { length: count },
    (_, index) =>
      Object.fromEntries(
        Object.entries(table.columns).map(([name, column]) => [name, cell(name, column, index)]),
      ) as RowOf<Table>,
  );
};
