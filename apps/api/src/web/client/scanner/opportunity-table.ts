import { formatUsd } from '@gexstream/charts';
import type { OpportunityAnswer } from '../../../contract/scanner.ts';
import { byId, element } from '../element.ts';
import { newYorkMoment } from '../new-york-time.ts';
import { digits, percent } from './numbers.ts';

interface Column {
  readonly name: string;
  /** Words stand at the left, numbers at the right. */
  readonly words?: true;
  /** `now` by the feed's clock. */
  readonly cell: (row: OpportunityAnswer, now: string) => Node | string;
}

const columns: readonly Column[] = [
  {
    name: 'Contract',
    words: true,
    cell: ({ expiry, strike, type }) => `${expiry} ${digits(strike, strike % 1 === 0 ? 0 : 1)} ${type}`,
  },
  {
    name: 'Score',
    cell: ({ band, composite_score: score }) => element('span', { class: 'score', 'data-band': band }, `${score} ${band}`),
  },
  { name: 'Outcomes: n, hits, mean', words: true, cell: ({ outcomes }) => outcomesText(outcomes) },
  { name: 'Smooth', cell: (row) => digits(row.smooth_score, 0) },
  {
    name: 'Signal: action',
    words: true,
    cell: (row) => `${row.signal_type.replaceAll('_', ' ').toLowerCase()}: ${row.action}`,
  },
  { name: 'Whale', cell: (row) => digits(row.whale_score, 0) },
  { name: 'Whale, day', cell: (row) => digits(row.whale_normalised, 0) },
  { name: 'Vol/OI', cell: (row) => digits(row.vol_oi_ratio, 1) },
  { name: 'Skew', cell: (row) => digits(row.skew_25d, 1) },
  { name: 'Move', cell: ({ implied_move_pct: move }) => (move === null ? '–' : `${digits(move, 1)} %`) },
  { name: 'Volume', cell: (row) => digits(row.volume, 0) },
  { name: 'Notional', cell: ({ notional }) => `$${formatUsd(notional, { plus: false })}` },
  { name: 'As of', cell: (row, now) => newYorkMoment(row.data_timestamp, now) },
];

/** Ranked as the server ranks them. Where one has scrolled to, and the row that has the focus, are kept. */
export const paintOpportunities = (
  rows: readonly OpportunityAnswer[],
  now: string,
  selected: string,
  choose: (symbol: string) => void,
): void => {
  const host = byId('opportunities');
  const { scrollLeft, scrollTop } = host;
  const focused = host.contains(document.activeElement) ? (document.activeElement?.closest('tr')?.dataset.row ?? null) : null;
  if (rows.length === 0) {
    host.replaceChildren(element('p', { class: 'note' }, 'No contract is whale flow and fresh open interest at once now.'));
    return;
  }
  const names = ['Symbol', ...columns.map(({ name }) => name)];
  const classOf = (at: number): string => (at === 0 || columns[at - 1]!.words === true ? 'words' : 'number');
  const heads = names.map((name, at) => element('th', { scope: 'col', class: classOf(at) }, name));
  const body = element('tbody', {}, ...rows.map((row) => rowOf(row, now, row.symbol === selected, choose)));
  host.replaceChildren(
    element(
      'table',
      {},
      element(
        'caption',
        {},
        element(
          'span',
          {},
          `${rows.length} opportunities, the highest score first; arrow keys move, Enter shows a symbol’s skew`,
        ),
      ),
      element('thead', {}, element('tr', {}, ...heads)),
      body,
    ),
  );
  host.scrollTo(scrollLeft, scrollTop);
  const again = [...body.rows].find(({ dataset }) => dataset.row === focused);
  const entry = again ?? [...body.rows].find((row) => row.ariaSelected === 'true') ?? body.rows[0]!;
  entry.querySelector('button')!.tabIndex = 0;
  // A row that is gone gives its focus to the table, from where Tab and arrows go on.
  if (again !== undefined) again.querySelector('button')!.focus({ preventScroll: true });
  else if (focused !== null) host.focus({ preventScroll: true });
};

const rowOf = (row: OpportunityAnswer, now: string, isSelected: boolean, choose: (symbol: string) => void): HTMLElement => {
  // One stop for Tab in the whole table: between rows the arrows move.
  const button = element('button', { type: 'button', 'aria-pressed': String(isSelected), tabindex: -1 }, row.symbol);
  button.addEventListener('click', () => choose(row.symbol));
  return element(
    'tr',
    { 'aria-selected': String(isSelected), 'data-row': `${row.symbol} ${row.expiry} ${row.strike} ${row.type}` },
    element('th', { scope: 'row', class: 'words' }, button),
    ...columns.map(({ words, cell }) => element('td', { class: words === true ? 'words' : 'number' }, cell(row, now))),
  );
};

const outcomesText = (outcomes: OpportunityAnswer['outcomes']): string => {
  if (outcomes === null) return 'history away';
  const { n, hit_rate: rate, mean_return: mean } = outcomes;
  return rate === null ? `${n}, not enough data` : `${n}, ${percent(rate)}, ${percent(mean, 2)}`;
};
