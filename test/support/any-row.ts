import type { RowOf, Table } from '@gexstream/store';

/** One value of each type, at a whole minute of 2026-11-20. */
export const anyRow = (of: Table): RowOf<Table> =>
  Object.fromEntries(
    Object.entries(of.columns).map(([name, { type }]) => {
      const moment = Date.UTC(2026, 10, 20, 17);
      const value = { timestamp: moment, symbol: 'a', text: 'b', double: 1.5, long: 7, boolean: true, doubles: [1, 2.5] }[type];
      return [name, value];
    }),
  ) as RowOf<Table>;
