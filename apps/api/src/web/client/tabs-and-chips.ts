import { byId, element, setText } from './element.ts';
import { ageAt, freshnessOf, freshnessText } from './freshness.ts';
import type { GexData, SymbolData } from './gex-data.ts';
import { loginNotice } from './login-notice.ts';
import { newYorkTime } from './new-york-time.ts';
import { sourceMarks } from './source-marks.ts';
import type { Connection } from './stream-connection.ts';

/** The symbol switch: one button a symbol, the chosen one pressed; rebuilt only when the list changes. */
export const paintSymbols = (symbols: readonly string[], chosen: string, choose: (symbol: string) => void): void => {
  const tabs = byId('symbols');
  const painted = Array.from(tabs.children, (tab) => tab.textContent);
  if (painted.join() !== symbols.join()) {
    tabs.replaceChildren(
      ...symbols.map((symbol, index) => {
        const tab = element('button', { type: 'button', title: index < 9 ? `${symbol} (key ${index + 1})` : symbol }, symbol);
        tab.addEventListener('click', () => choose(symbol));
        return tab;
      }),
    );
  }
  for (const tab of tabs.children) tab.setAttribute('aria-pressed', String(tab.textContent === chosen));
};

/** SIMULATED stands there whenever the numbers on the page, or the feed itself, are not a market's; REPLAY whenever they are not today's. */
export const paintSimulated = (data: GexData, shown: SymbolData | null): void => {
  const sourced = shown?.levels ?? data.feed ?? { simulated: false, source: 'live' };
  const { simulated } = sourced;
  const marks = sourceMarks(sourced).join(' · ');
  byId('simulated').hidden = marks === '';
  setText(byId('simulated'), marks);
  document.documentElement.dataset.simulated = String(simulated);
};

/** Repainted each second: the age grows by itself. Desaturates the charts when what they show is stale. */
export const paintFreshness = (shown: SymbolData | null, nowMs: number): void => {
  const chip = byId('freshness');
  if (shown === null) {
    chip.dataset.freshness = 'waiting';
    setText(chip, 'waiting');
    return;
  }
  const ageMs = ageAt(shown.age, nowMs);
  const freshness = freshnessOf(ageMs, shown.age);
  chip.dataset.freshness = freshness;
  setText(chip, freshnessText(freshness, ageMs, newYorkTime(shown.levels.as_of)));
  document.documentElement.dataset.freshness = freshness;
  document.documentElement.classList.toggle('stale', freshness === 'stale');
};

const modeTexts = {
  connecting: 'Connecting…',
  live: 'Live (SSE)',
  polling: 'Polling every 30 s',
  paused: 'Paused',
} as const;

/** How the page hears of changes, and below it what somebody has to know or do. */
export const paintConnection = ({ mode, problem }: Connection, feed: GexData['feed']): void => {
  const text = byId('connection');
  text.dataset.mode = mode;
  setText(text, modeTexts[mode]);
  const notice = byId('notice');
  const said =
    problem === null
      ? loginNotice(feed)
      : `${problem}. Asking again every 30 s and trying the live stream again meanwhile; what is shown grows older until then.`;
  notice.hidden = said === null;
  if (said !== null) setText(notice, said);
};

/** What an empty chart waits for. */
export const waitingText = (data: GexData, symbol: string, { mode, problem }: Connection): string => {
  if (problem !== null && data.feed === null) return `${problem}.\nThe next attempt follows by itself.`;
  if (mode === 'connecting' && data.feed === null) return 'Connecting to the server…';
  const feed = data.feed === null ? '' : `\nFeed: ${data.feed.state}${data.feed.detail === '' ? '' : ` – ${data.feed.detail}`}`;
  if (symbol === '') return `Waiting for the first symbol of the feed.${feed}`;
  if (data.symbols.length > 0 && !data.symbols.includes(symbol))
    return `${symbol} is not among the symbols that are followed: ${data.symbols.join(', ')}.`;
  return `Waiting for the first option chain of ${symbol}.${feed}`;
};
