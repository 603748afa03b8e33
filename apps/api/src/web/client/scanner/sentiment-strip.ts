import type { MarketSentimentAnswer, ScanStatusAnswer } from '../../../contract/scanner.ts';
import { ApiProblem } from '../api-client.ts';
import { byId, element } from '../element.ts';
import { newYorkMoment } from '../new-york-time.ts';
import { digits } from './numbers.ts';

/** The mood of the newest scan, and whether it went well; before the first, why there is none. */
export const paintSentiment = (
  mood: MarketSentimentAnswer | ApiProblem,
  run: ScanStatusAnswer[number] | null,
  now: string,
): void => {
  const facts: readonly (readonly [string, string])[] =
    mood instanceof ApiProblem
      ? [['Market sentiment', `UNKNOWN. ${mood.message}`]]
      : [
          ['Market sentiment', mood.market_sentiment.replaceAll('_', ' ')],
          ['Average skew', `${digits(mood.avg_skew, 2)} vol points`],
          ['Average IV', `${digits(mood.avg_iv, 1)} %`],
          ['Put/call OI', digits(mood.avg_pc_ratio, 2)],
          ['Implied move', `${digits(mood.avg_implied_move, 1)} %`],
          ['Rows in fear, greed', `${mood.extreme_fear_count}, ${mood.extreme_greed_count} (${mood.stocks_analyzed} symbols)`],
        ];
  const scan: readonly (readonly [string, string])[] = run === null ? [] : [['Newest scan', scanText(run, now)]];
  byId('sentiment').replaceChildren(
    ...[...facts, ...scan].map(([name, value]) => element('dl', {}, element('dt', {}, name), element('dd', {}, value))),
  );
};

const scanText = (run: ScanStatusAnswer[number], now: string): string => {
  if (run.end_time === null) return `running since ${newYorkMoment(run.start_time, now)}`;
  return `${newYorkMoment(run.end_time, now)} ${run.status}, ${run.stocks_scanned} symbols, ${run.total_api_calls} calls`;
};
