import type { AlertAnswer } from '../../contract/alerts.ts';
import type { FeedStateBody } from '../../contract/status.ts';
import type { AlertFeed } from './alert-feed.ts';
import { byId, element, setText } from './element.ts';
import { newYorkTime } from './new-york-time.ts';

const marks = { info: 'ℹ', warning: '⚠', critical: '‼' } as const;
/** So long the newest stands above the panels although it is over. */
const newestShownMs = 600_000;
/** Two lines of the panel. */
const elsewhereMax = 12;

/** The open panel: what has fired on a symbol, why, and whether it is over; and where else something has. */
export const paintAlerts = (symbol: string, feed: AlertFeed): void => {
  const host = byId('alert-list');
  const alerts = feed.of(symbol);
  const [problem, elsewhere] = [feed.problem(), feed.elsewhere(symbol)];
  const key = JSON.stringify([symbol, alerts.map(({ id, resolved_at }) => [id, resolved_at]), problem, elsewhere]);
  // An unchanged list is left alone: who reads it keeps place and focus.
  if (host.dataset.painted === key) return;
  host.dataset.painted = key;
  setText(byId('alert-note'), problem ?? alertsNote(symbol, alerts.length, elsewhere));
  host.replaceChildren(...alerts.map(alertItem));
};

export const alertsNote = (symbol: string, fired: number, elsewhere: readonly string[]): string => {
  const here = fired === 0 ? `None on ${symbol} so far.` : 'Newest first; times are New York’s.';
  if (elsewhere.length === 0) return here;
  const more = elsewhere.length > elsewhereMax ? ' …' : '';
  return `${here} Elsewhere: ${elsewhere.slice(0, elsewhereMax).join(', ')}${more}.`;
};

const alertItem = (alert: AlertAnswer): HTMLElement =>
  element(
    'li',
    { 'data-severity': alert.severity, 'data-over': alert.resolved_at !== null },
    element('time', { datetime: alert.fired_at }, newYorkTime(alert.fired_at)),
    element('span', { class: 'mark', title: alert.severity }, marks[alert.severity]),
    element('p', {}, alert.text),
    element(
      'p',
      { class: 'note' },
      [resolvedText(alert), alert.of === 'own' ? 'yours' : '', alert.rule].filter(Boolean).join(' · '),
    ),
  );

const resolvedText = ({ fired_at, resolved_at }: AlertAnswer): string =>
  resolved_at === null
    ? ''
    : `✓ over ${newYorkTime(resolved_at)}, lasted ${durationText(Date.parse(resolved_at) - Date.parse(fired_at))}`;

/** `45 s`, `12 m`, `1 h 5 m`. */
export const durationText = (ms: number): string => {
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} m` : `${Math.floor(minutes / 60)} h ${minutes % 60} m`;
};

/** Above the panels, whichever is open: the newest that goes on or is young. Screen readers are told of it, politely. */
export const paintNewestAlert = (
  alerts: readonly AlertAnswer[],
  feed: Pick<FeedStateBody, 'feed_now'> | null,
  open: () => void,
): void => {
  const feedNowMs = feed === null ? Number.POSITIVE_INFINITY : Date.parse(feed.feed_now);
  const host = byId('newest-alert');
  const newest = alerts[0];
  const shown =
    newest !== undefined &&
    (newest.resolved_at === null ? isToday(newest, feedNowMs) : feedNowMs - Date.parse(newest.fired_at) < newestShownMs)
      ? newest
      : null;
  host.hidden = shown === null;
  const text =
    shown === null
      ? ''
      : `${shown.resolved_at === null ? marks[shown.severity] : '✓'} ${newYorkTime(shown.fired_at)} ${shown.text}`;
  if (host.textContent === text) return;
  const button = element('button', { type: 'button', title: 'All alerts (v for the next panel)' }, text);
  button.addEventListener('click', open);
  host.dataset.severity = shown?.severity ?? '';
  host.replaceChildren(...(shown === null ? [] : [button]));
};

const dayMs = 86_400_000;
/** What is of a moment has no end: after a day it is no news. */
const isToday = ({ fired_at }: AlertAnswer, feedNowMs: number): boolean => feedNowMs - Date.parse(fired_at) < dayMs;
