import { formatCount, formatPoints, formatUsd } from '@gexstream/charts';
import type { SessionBody } from '../../contract/session.ts';
import type { LevelsEventBody } from '../../contract/stream.ts';
import { byId, element } from './element.ts';
import { newYorkTime } from './new-york-time.ts';

/** Then, now, and what lies between, as text. */
export type ChangeRow = readonly [label: string, then: string, now: string, change: string];

const kingsShown = 6;

/** The baseline of the session against the levels of now. */
export const changeRows = ({ baseline }: Pick<SessionBody, 'baseline'>, levels: LevelsEventBody): readonly ChangeRow[] => [
  row('Spot', baseline.spot, levels.spot, price),
  row('Net GEX', baseline.net_gex, levels.total.net_gex, money),
  row('Gross GEX', baseline.gross_gex, levels.total.gross_gex, money),
  row('King ★', baseline.king, levels.max_gross_strike, price),
  row('Call wall', baseline.call_wall, levels.call_wall, price),
  row('Put wall', baseline.put_wall, levels.put_wall, price),
  row('Zero gamma', baseline.zero_gamma, levels.zero_gamma, price),
];

const row = (label: string, then: number | null, now: number | null, text: (value: number) => string): ChangeRow => {
  const change = then === null || now === null ? '' : signed(now - then, text);
  return [label, then === null ? 'none' : text(then), now === null ? 'none' : text(now), change];
};

const price = (points: number): string => formatPoints(points);
const money = (usd: number): string => formatUsd(usd, { significantDigits: 3, plus: false });
const signed = (value: number, text: (value: number) => string): string => {
  const size = text(Math.abs(value));
  return size === text(0) ? '=' : `${value < 0 ? '−' : '+'}${size}`;
};

/** Newest first: each king with the time that it became one. */
export const kingPath = ({ baseline, moves }: Pick<SessionBody, 'baseline' | 'moves'>): readonly string[] =>
  [{ as_of: baseline.as_of, to: baseline.king }, ...moves.filter(({ level }) => level === 'king')]
    .map(({ as_of, to }) => `${newYorkTime(as_of)} ${to === null ? 'none' : formatPoints(to)}`)
    .reverse();

/** What changed since the open: levels, the kings so far, and where volume has leapt. */
export const paintSinceOpen = (session: SessionBody | null, levels: LevelsEventBody | null, problem: string | null): void => {
  const host = byId('session-body');
  if (session === null || levels === null) {
    host.replaceChildren(element('p', { class: 'note' }, problem ?? 'Not asked for yet.'));
    return;
  }
  const cells = (tag: 'th' | 'td', texts: readonly string[]): HTMLElement[] => texts.map((text) => element(tag, {}, text));
  const kings = kingPath(session);
  host.replaceChildren(
    element(
      'p',
      { class: 'note' },
      `Session of ${session.baseline_session_date}; baseline ${newYorkTime(session.baseline.as_of)} ET, the same for every viewer.`,
    ),
    element(
      'table',
      {},
      element('thead', {}, element('tr', {}, ...cells('th', ['', 'Open', 'Now', 'Change']))),
      element('tbody', {}, ...changeRows(session, levels).map((texts) => element('tr', {}, ...cells('td', texts)))),
    ),
    element('h3', {}, `King ★ history, ${kings.length - 1} ${kings.length === 2 ? 'change' : 'changes'}`),
    element('ul', { id: 'kings' }, ...kings.slice(0, kingsShown).map((text) => element('li', {}, text))),
    element('h3', {}, 'Volume surges'),
    ...surges(session),
  );
};

const surges = ({ volume_surges: found, volume_surges_as_of: at }: SessionBody): HTMLElement[] => {
  if (at === null) return [element('p', { class: 'note' }, 'No two minutes have been compared yet.')];
  const minute = `in the minute to ${newYorkTime(at)} ET`;
  if (found.length === 0) return [element('p', { class: 'note' }, `None: no strike’s volume grew by more than half ${minute}.`)];
  return [
    element('p', { class: 'note' }, `Volume grew by more than half ${minute}.`),
    element(
      'ul',
      { id: 'surges' },
      ...found.map(({ strike, delta, pct, call_vol, put_vol }) =>
        element(
          'li',
          {},
          `${formatPoints(strike)} +${formatCount(delta)} (+${formatCount(pct)} %) · ${formatCount(call_vol)} C · ${formatCount(put_vol)} P`,
        ),
      ),
    ),
  ];
};
