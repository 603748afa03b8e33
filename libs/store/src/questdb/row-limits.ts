import type { Row } from '../rows/check-rows.ts';
import type { Table } from '../table.ts';

/** 0001-01-01T00:00:00.000Z. */
const oldestMs = -62_135_596_800_000;
/** 9999-12-31T23:59:59.999Z. */
const newestMs = 253_402_300_799_999;
/** A row must fit the server's send buffer (1 MB unless changed) when it is read: a larger one could be written but never read again. */
const rowBytesMax = 768 * 1024;
/** A double as text, at its longest, with its comma. */
const doubleBytes = 25;

/** Why QuestDB could not keep a row that the port allows, or undefined. Some of it the server answers as if it had failed itself. */
export const beyondLimits = (table: Table, row: Row): string | undefined => {
  let bytes = 0;
  let values = 0;
  for (const name of Object.keys(table.columns)) {
    const cell = row[name];
    if (cell === null || cell === undefined) continue;
    if (table.columns[name]?.type === 'timestamp') {
      const at = cell as number;
      if (at > newestMs || at < oldestMs) return `column "${name}" must lie within the years 1 to 9999, got ${at}`;
      if (name === table.timestamp && at < 0) return `column "${name}" is before 1970, got ${at}`;
    } else values += 1;
    if (Array.isArray(cell)) bytes += doubleBytes * cell.length;
    else if (typeof cell === 'string') bytes += Buffer.byteLength(cell);
    else bytes += doubleBytes;
  }
  if (values === 0) return 'has no value beside its timestamp';
  return bytes > rowBytesMax ? `holds about ${bytes} bytes, the most that can be read again is ${rowBytesMax}` : undefined;
};
