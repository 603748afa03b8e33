/** Rows as aligned columns, two spaces apart; `right` names the columns that hold numbers. */
export const table = (rows: readonly (readonly string[])[], options: { readonly right?: readonly number[] } = {}): string => {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (options.right?.includes(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};
