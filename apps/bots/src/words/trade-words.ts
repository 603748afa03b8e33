import { formatPoints } from '@gexstream/charts';
import { easternClock, type Line, outcomesMin, type Trade, type TradeStatistics, tradeResult } from '@gexstream/domain';
import { contractText } from '../alerting/contract-text.ts';
import { ageWords } from './age-words.ts';
import { changeWords } from './percent-words.ts';

/** `SPX 6000C 2026-11-20 · long 2 @ 4.10`. */
export const tradeWords = (trade: Trade): string =>
  `${trade.symbol} ${contractText(trade)} · ${trade.direction} ${trade.quantity} @ ${premium(trade.entry.price)}`;

/** What came of it: `open`, or `out @ 6.30 · +440 USD · +53.66 % · held 1 h`. */
export const resultWords = (trade: Trade): string => {
  const result = tradeResult(trade);
  return result === null
    ? 'open'
    : `out @ ${premium(trade.exit!.price)} · ${usdWords(result.total)} · ${changeWords(result.return)} · held ${ageWords(result.heldMs)}`;
};

/** In two lines, its id first. */
export const tradeLines = (trade: Trade): readonly Line[] => [
  [{ bold: trade.id }, ` ${tradeWords(trade)}`],
  [`${entryWords(trade)} · ${resultWords(trade)}`],
];

/** `in 2026-11-20 10:30 ET · breakout`. */
export const entryWords = ({ entry, note }: Trade): string => {
  const { date, hour, minute } = easternClock(entry.atMs);
  const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  return `in ${date} ${time} ET${note === '' ? '' : ` · ${note}`}`;
};

/** Rates only of 30 closed ones or more. */
export const statisticsWords = ({ n, wins, total, hitRate, hitRateInterval, meanReturn }: TradeStatistics): readonly string[] => {
  if (n === 0) return [];
  const sum = `${n} closed, ${wins} won, ${usdWords(total)} in all before fees`;
  if (hitRate === null || hitRateInterval === null || meanReturn === null)
    return [sum, `Rates: not enough data (${n} of ${outcomesMin} closed)`];
  const [low, high] = hitRateInterval.map((rate) => (100 * rate).toFixed(0));
  return [sum, `Hit rate ${(100 * hitRate).toFixed(0)} % (${low} to ${high} %), mean return ${changeWords(meanReturn)}`];
};

const premium = (price: number): string => formatPoints(price, 2);

/** To the cent where there are cents: `+440 USD`, `−20.50 USD`. */
const usdWords = (usd: number): string => {
  const sign = usd > 0 ? '+' : usd < 0 ? '−' : '';
  return `${sign}${formatPoints(Math.abs(usd), Number.isInteger(usd) ? 0 : 2)} USD`;
};
