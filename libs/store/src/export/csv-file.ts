import { type FileHandle, open, writeFile } from 'node:fs/promises';
import { isoTime } from '@gexstream/domain';
import { epochMs } from '@gexstream/domain/time';
import type { Cell, Row } from '../rows/check-rows.ts';
import type { Column, Table } from '../table.ts';
import type { RowFile } from './row-file.ts';

/** Comma-separated, with a header of the column names; lines end as RFC 4180 has it. */
export const csvFile = async (table: Table, path: string): Promise<RowFile> => {
  const file: FileHandle = await open(path, 'w');
  const columns = Object.entries(table.columns);
  await file.write(line(Object.keys(table.columns).map(quotedIfNeeded)));
  return {
    append: async (rows) => {
      await file.write(
        rows.map((row) => line(columns.map(([name, column]) => field(column, row[name] as Row[string])))).join(''),
      );
    },
    close: async () => {
      await file.sync();
      await file.close();
    },
    describe: (finalPath) => writeFile(`${finalPath}.columns.csv`, columnsCsv(table)),
  };
};

const columnsCsv = (table: Table): string => {
  const rows = Object.entries(table.columns).map(([name, { type, unit, doc }]) =>
    // A list is of numbers in the unit given; a time is written as text.
    [name, type, type === 'timestamp' ? 'ISO 8601, UTC' : unit, doc].map(quotedIfNeeded),
  );
  return [['column', 'type', 'unit', 'meaning'], ...rows].map(line).join('');
};

const field = (column: Column, cell: Cell): string => {
  if (cell === null) return '';
  if (column.type === 'timestamp') return isoTime(epochMs(cell as number));
  if (Array.isArray(cell)) return quotedIfNeeded(JSON.stringify(cell));
  return typeof cell === 'string' ? quotedIfNeeded(cell) : String(cell);
};

/** An empty text is quoted, so that it is not taken for null. */
const quotedIfNeeded = (text: string): string =>
  text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

const line = (fields: readonly string[]): string => `${fields.join(',')}\r\n`;
