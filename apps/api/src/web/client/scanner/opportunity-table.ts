import type { OpportunityAnswer } from '../../../contract/scanner.ts';
import { byId, element } from '../element.ts';
import { digits, percent } from './numbers.ts';

const columns: readonly string[] = [
  'Symbol',
  'Contract',
  'Signal: action',
  'Score',
  'Smooth',
  'Whale',
  'Whale, whole day',
  'Vol/OI',
  'Skew',
  'Move',
  'Volume',
  'Notional, k$',
  'Outcomes: n, hits, mean',
];

/** Ranked as the server ranks them. Where one has scrolled to is kept. */
export const paintOpportunities = (
  rows: readonly OpportunityAnswer[],
  selected: string,
  choose: (symbol: string) => void,
): void => {
  const host = byId('opportunities');
  const { scrollLeft, scrollTop } = host;
  if (rows.length === 0) {
    host.replaceChildren(element('p', { class: 'note' }, 'No contract is whale flow and fresh open interest at once now.'));
    return;
  }
  const head = element('thead', {}, element('tr', {}, ...columns.map((name) => element('th', { scope: 'col' }, name))));
  const body = element('tbody', {}, ...rows.map((row) => rowOf(row, row.symbol === selected, choose)));
  host.replaceChildren(
    element('table', {}, element('caption', {}, `${rows.length} opportunities, the highest score first`), head, body),
  );
  host.scrollTo(scrollLeft, scrollTop);
};

const rowOf = (row: OpportunityAnswer, isSelected: boolean, choose: (symbol: string) => void): HTMLElement => {
  const button = element('button', { type: 'button', 'aria-pressed': String(isSelected) }, row.symbol);
  button.addEventListener('click', () => choose(row.symbol));
  const { outcomes } = row;
  const cells: readonly (Node | string)[] = [
    button,
    `${row.expiry} ${digits(row.strike, row.strike % 1 === 0 ? 0 : 1)} ${row.type}`,
    `${row.signal_type.replaceAll('_', ' ').toLowerCase()}: ${row.action}`,
    element('span', { class: 'score', 'data-band': row.band }, `${row.composite_score} ${row.band}`),
    digits(row.smooth_score, 0),
    digits(row.whale_score, 0),
    digits(row.whale_normalised, 0),
    digits(row.vol_oi_ratio, 1),
    digits(row.skew_25d, 1),
    row.implied_move_pct === null ? '–' : `${digits(row.implied_move_pct, 1)} %`,
    digits(row.volume, 0),
    digits(row.notional / 1_000, 0),
    outcomes === null ? 'history away' : outcomesText(outcomes),
  ];
  return element('tr', { 'aria-selected': String(isSelected) }, ...cells.map((cell) => element('td', {}, cell)));
};

const outcomesText = ({ n, hit_rate: rate, mean_return: mean }: NonNullable<OpportunityAnswer['outcomes']>): string =>
  rate === null ? `${n}, not enough data` : `${n}, ${percent(rate)}, ${percent(mean, 2)}`;
