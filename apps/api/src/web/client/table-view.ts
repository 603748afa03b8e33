import { cellValue, columnText, columnTotal, formatUsd, type HeatmapModel, rowText } from '@gexstream/charts';
import { downloadCsv } from './csv.ts';
import { byId, element } from './element.ts';
import type { SymbolData } from './gex-data.ts';
import { newYorkDateTime } from './new-york-time.ts';
import { sourceMarks } from './source-marks.ts';

const quantityNames = { net: 'Net GEX', call: 'Call GEX', put: 'Put GEX', gross: 'Gross GEX' } as const;

/** The heatmap's rows and columns as a real table, with a download of the whole book. Where one has scrolled to is kept. */
export const paintTable = (data: SymbolData, model: HeatmapModel): void => {
  const host = byId('table');
  const { scrollLeft, scrollTop } = host;
  const download = element(
    'button',
    { type: 'button', id: 'download-csv' },
    `Download all ${data.cells.callGex.length.toLocaleString('en-US')} cells as CSV`,
  );
  download.addEventListener('click', () => downloadCsv(data));
  const caption = element(
    'caption',
    {},
    `${data.levels.symbol} ${quantityNames[model.quantity]}, $ per 1 % move, as of ${newYorkDateTime(data.cells.asOf)}${['', ...sourceMarks(data.levels)].join(', ')}. `,
    download,
  );
  host.replaceChildren(element('table', {}, caption, headOf(model), bodyOf(model)));
  host.scrollTo(scrollLeft, scrollTop);
};

const headOf = (model: HeatmapModel): HTMLElement => {
  const names = model.columns.map((column) =>
    column.kind === 'sum' ? `Σ all ${model.expiryCount}` : columnText(column).join(', '),
  );
  return element('thead', {}, element('tr', {}, ...['Strike', ...names].map((name) => element('th', { scope: 'col' }, name))));
};

const bodyOf = (model: HeatmapModel): HTMLElement => {
  const totals = tableRow(
    'Total',
    model.columns.map((_, column) => columnTotal(model, column)),
  );
  const rows = model.rows.map((row, index) =>
    tableRow(
      rowText(row),
      model.columns.map((_, column) => cellValue(model, index, column)),
    ),
  );
  return element('tbody', {}, totals, ...rows);
};

const tableRow = (name: string, values: readonly number[]): HTMLElement =>
  element(
    'tr',
    {},
    element('th', { scope: 'row' }, name),
    ...values.map((value) =>
      element('td', { class: value > 0 ? 'positive' : value < 0 ? 'negative' : '' }, Number.isNaN(value) ? '' : formatUsd(value)),
    ),
  );
