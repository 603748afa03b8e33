import type { MarketSentimentAnswer, OpportunityAnswer, ScanStatusAnswer, SkewHistoryAnswer } from '../../../contract/scanner.ts';
import { ApiProblem, getFeedState, getJson } from '../api-client.ts';
import { everyMs } from '../browser-clock.ts';
import { byId, setText } from '../element.ts';
import { newYorkDateTime } from '../new-york-time.ts';
import { paintOpportunities } from './opportunity-table.ts';
import { paintSentiment } from './sentiment-strip.ts';
import { paintSkew } from './skew-chart.ts';

/** Opportunities change every five seconds at most; a reader does not. */
const refreshEveryMs = 10_000;

/** What is shown is asked for again and again; a failure is said, and what was known stays, with its time. */
export const scannerPage = (): void => {
  let symbol = new URLSearchParams(location.search).get('symbol') ?? '';
  let busy = false;

  const paintSymbol = async (): Promise<void> => {
    if (symbol === '') return;
    const points = await orNothing(getJson<SkewHistoryAnswer>(`/api/historical/${encodeURIComponent(symbol)}`));
    paintSkew(symbol, points ?? []);
  };

  const refresh = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    try {
      const [rows, mood, runs, feed] = await Promise.all([
        getJson<OpportunityAnswer[]>('/api/top-opportunities?limit=100'),
        orNothing(getJson<MarketSentimentAnswer>('/api/market-sentiment')),
        getJson<ScanStatusAnswer>('/api/scan-status?limit=1'),
        getFeedState(),
      ]);
      paintSentiment(mood, runs[0] ?? null);
      paintOpportunities(rows, symbol, (chosen) => {
        symbol = chosen;
        history.replaceState(null, '', `?symbol=${encodeURIComponent(chosen)}`);
        void refresh();
      });
      byId('simulated').hidden = !feed.simulated;
      setText(byId('updated'), `as of ${newYorkDateTime(feed.feed_now)}`);
      await paintSymbol();
      byId('notice').hidden = true;
    } catch (error) {
      byId('notice').hidden = false;
      setText(byId('notice'), `${error instanceof Error ? error.message : String(error)}; what is shown is older`);
    } finally {
      busy = false;
    }
  };

  document.documentElement.dataset.theme = matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
  void refresh();
  everyMs(refreshEveryMs, () => void refresh());
};

/** No data so far is no failure. */
const orNothing = <Body>(asked: Promise<Body>): Promise<Body | null> =>
  asked.catch((error: unknown) => {
    if (error instanceof ApiProblem && error.status === 404) return null;
    throw error;
  });
