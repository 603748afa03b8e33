import type { MarketSentimentAnswer, OpportunityAnswer, ScanStatusAnswer, SkewHistoryAnswer } from '../../../contract/scanner.ts';
import { ApiProblem, getFeedState, getJson } from '../api-client.ts';
import { everyMs } from '../browser-clock.ts';
import { byId, setText } from '../element.ts';
import { newYorkDateTime } from '../new-york-time.ts';
import { onPreferredThemeChange, themeOf } from '../theme.ts';
import { paintOpportunities } from './opportunity-table.ts';
import { listenToRowKeys } from './row-keys.ts';
import { scannerQuery, scannerViewFrom } from './scanner-address.ts';
import { paintSentiment } from './sentiment-strip.ts';
import { paintSkew } from './skew-chart.ts';
import { paintSymbolChoice } from './symbol-choice.ts';

/** Opportunities change every five seconds at most; a reader does not. */
const refreshEveryMs = 10_000;

/** What is shown is asked for again and again; a failure is said, and what was known stays, with its time. */
export const scannerPage = (): void => {
  const { theme, ...asked } = scannerViewFrom(location.search);
  let { symbol } = asked;
  /** Null before the first answer. */
  let rows: readonly OpportunityAnswer[] | null = null;
  let symbols: readonly string[] = [];
  let skew: { readonly of: string; readonly points: SkewHistoryAnswer } | null = null;
  let busy = false;

  const paint = (): void => {
    if (rows === null) return;
    paintOpportunities(rows, symbol, choose);
    paintSymbolChoice(symbols, symbol);
    if (skew !== null && skew.of === symbol) paintSkew(symbol, skew.points, themeOf(theme));
  };

  const loadSkew = async (): Promise<void> => {
    const asked = symbol;
    if (asked === '') return;
    const found = await getJson<SkewHistoryAnswer>(`/api/historical/${encodeURIComponent(asked)}`).catch(problemOfNoData);
    const points = found instanceof ApiProblem ? [] : found;
    // By now another one may have been chosen, whose answer comes after this one.
    if (asked === symbol) skew = { of: asked, points };
  };

  const telling = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
      byId('notice').hidden = true;
    } catch (error) {
      byId('notice').hidden = false;
      setText(byId('notice'), `${error instanceof Error ? error.message : String(error)}; what is shown is older`);
    }
    paint();
  };

  const choose = (chosen: string): void => {
    symbol = chosen;
    history.replaceState(null, '', scannerQuery({ symbol, theme }));
    paint();
    void telling(loadSkew);
  };

  const load = async (): Promise<void> => {
    const [found, scanned, mood, runs, feed] = await Promise.all([
      getJson<OpportunityAnswer[]>('/api/top-opportunities?limit=100'),
      getJson<string[]>('/api/symbols'),
      getJson<MarketSentimentAnswer>('/api/market-sentiment').catch(problemOfNoData),
      getJson<ScanStatusAnswer>('/api/scan-status?limit=1'),
      getFeedState(),
    ]);
    [rows, symbols] = [found, scanned];
    // Until somebody chooses, what stands first.
    if (symbol === '') symbol = found[0]?.symbol ?? symbols[0] ?? '';
    paintSentiment(mood, runs[0] ?? null);
    byId('simulated').hidden = !feed.simulated;
    const link = feed.state === 'live' ? feed.session : `feed ${feed.state}`;
    setText(byId('updated'), `${link} · as of ${newYorkDateTime(feed.feed_now)}`);
    await loadSkew();
  };

  const refresh = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    await telling(load).finally(() => {
      busy = false;
    });
  };

  const dress = (): void => {
    document.documentElement.dataset.theme = themeOf(theme);
    paint();
  };

  listenToRowKeys(byId('opportunities'));
  byId('skew-symbol').addEventListener('change', ({ target }) => choose((target as HTMLSelectElement).value));
  new ResizeObserver(paint).observe(byId('skew'));
  onPreferredThemeChange(dress);
  document.documentElement.dataset.theme = themeOf(theme);
  byId('heatmap-link').setAttribute('href', theme === 'dark' ? '/' : `/#theme=${theme}`);
  void refresh();
  everyMs(refreshEveryMs, () => void refresh());
};

/** No data so far is no failure. */
const problemOfNoData = (error: unknown): ApiProblem => {
  if (error instanceof ApiProblem && error.status === 404) return error;
  throw error;
};
