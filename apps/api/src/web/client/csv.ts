import type { SymbolData } from './gex-data.ts';
import { sourceMarks } from './source-marks.ts';

const header =
  'symbol,as_of,source,spot,strike,expiry,settlement,net_gex,call_gex,put_gex,call_oi,put_oi,call_volume,put_volume,unit';

/** Every cell of the book, not only what is on screen: one line each, by expiry and strike; full precision, UTC. */
export const cellsAsCsv = ({ levels, cells }: SymbolData): string => {
  const order = cells.callGex.map((_, index) => index);
  order.sort((a, b) => cells.expiryIndex[a]! - cells.expiryIndex[b]! || cells.strikeIndex[a]! - cells.strikeIndex[b]!);
  const lines = order.map((i) => {
    const { expiry, settlement } = cells.expiries[cells.expiryIndex[i]!]!;
    const [call, put] = [cells.callGex[i]!, cells.putGex[i]!];
    return [
      ...[levels.symbol, cells.asOf, levels.source, cells.spot, cells.strikes[cells.strikeIndex[i]!]!, expiry, settlement],
      ...[
        call + put,
        call,
        put,
        cells.callOi[i]!,
        cells.putOi[i]!,
        cells.callVolume[i]!,
        cells.putVolume[i]!,
        quoted(levels.unit),
      ],
    ].join(',');
  });
  return `${[header, ...lines].join('\r\n')}\r\n`;
};

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

export const csvFileName = ({ levels, cells }: SymbolData): string =>
  `${levels.symbol}-gex-${[...sourceMarks(levels), ''].join('-')}${cells.asOf.replace(/\.\d+/, '').replaceAll(':', '')}.csv`;

export const downloadCsv = (data: SymbolData): void => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([cellsAsCsv(data)], { type: 'text/csv' }));
  link.download = csvFileName(data);
  link.click();
  URL.revokeObjectURL(link.href);
};
