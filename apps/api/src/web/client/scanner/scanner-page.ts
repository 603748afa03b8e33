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
const askedAgain = `it is asked again every ${refreshEveryMs / 1_000} s`;

/** What is shown is asked for again and again; a failure is said, and what was known stays, with its time. */
export const scannerPage = (): void => {
  const { theme, ...asked } = scannerViewFrom(location.search);
  let { symbol } = asked;
  /** Null before the first answer. */
  let rows: readonly OpportunityAnswer[] | null = null;
  let symbols: readonly string[] = [];
  let skew: { readonly of: string; readonly points: SkewHistoryAnswer } | null = null;
  /** Why the newest skew is not known; empty when it is. */
  let skewTrouble = '';
  /** By the feed's clock. */
  let now = '';
  let busy = false;

  const paint = (): void => {
    if (rows === null) return;
    paintOpportunities(rows, now, symbol, choose);
    paintSymbolChoice(symbols, symbol);
    const drawn = skew?.of === symbol;
    if (drawn || skewTrouble !== '') paintSkew(symbol, drawn ? skew!.points : [], themeOf(theme));
    if (skewTrouble !== '') setText(byId('skew-note'), `${skewTrouble}; ${drawn ? 'what is drawn is older' : askedAgain}`);
  };

  const loadSkew = async (): Promise<void> => {
    const asked = symbol;
    if (asked === '') return;
    const found = await getJson<SkewHistoryAnswer>(`/api/historical/${encodeURIComponent(asked)}`).catch(asProblem);
    // By now another one may have been chosen, whose answer comes after this one.
    if (asked !== symbol) return;
    const points = found instanceof ApiProblem ? [] : found;
    skewTrouble = found instanceof ApiProblem && found.status !== 404 ? found.message : '';
    if (skewTrouble === '') skew = { of: asked, points };
  };

  const telling = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
      byId('notice').hidden = true;
    } catch (error) {
      byId('notice').hidden = false;
      const why = error instanceof Error ? error.message : String(error);
      setText(byId('notice'), `${why}; ${rows === null ? askedAgain : 'what is shown is older'}`);
    }
    paint();
  };

  const choose = (chosen: string): void => {
    symbol = chosen;
    skewTrouble = '';
    history.replaceState(null, '', scannerQuery({ symbol, theme }));
    paint();
    void loadSkew().finally(paint);
  };

  const load = async (): Promise<void> => {
    const [found, scanned, mood, runs, feed] = await Promise.all([
      getJson<OpportunityAnswer[]>('/api/top-opportunities?limit=100'),
      getJson<string[]>('/api/symbols'),
      getJson<MarketSentimentAnswer>('/api/market-sentiment').catch(problemOfNoData),
      getJson<ScanStatusAnswer>('/api/scan-status?limit=1'),
      getFeedState(),
    ]);
    [rows, symbols, now] = [found, scanned, feed.feed_now];
    // Until somebody chooses, what stands first.
    if (symbol === '') symbol = found[0]?.symbol ?? symbols[0] ?? '';
    paintSentiment(mood, runs[0] ?? null, now);
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

const asProblem = (error: unknown): ApiProblem => {
  if (error instanceof ApiProblem) return error;
  throw error;
};

/** No data so far is no failure. */
const problemOfNoData = (error: unknown): ApiProblem => {
  if (error instanceof ApiProblem && error.status === 404) return error;
  throw error;
};
