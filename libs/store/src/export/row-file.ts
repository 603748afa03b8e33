import type { Row } from '../rows/check-rows.ts';

/** A file that takes rows of one table. */
export interface RowFile {
  append(rows: readonly Row[]): Promise<void>;
  /** Writes what is left and lets go of everything it holds, also after a failure. */
  close(rowsTotal: number): Promise<void>;
  /** Says units and meanings of the columns, where the file at its final path does not hold them itself. */
  describe(path: string): Promise<void>;
}
