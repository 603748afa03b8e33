import { formatPoints, formatUsd } from '@gexstream/charts';
import type { ExposuresBody } from '../../contract/exposures.ts';

export const expiryHeads: readonly string[] = ['Expiry', 'Net GEX', 'IV %', 'Skew', '±1 σ', 'Max pain'];

/** What the columns are: none of them but net GEX depends on the dealer model. */
export const expiryMeaning =
  'IV at the forward, a year. Skew: IV of the 25-delta put less that of the call, vol points. ±1 σ: by that IV until settlement, points. Max pain: a statistic of open interest, no forecast.';

/** What an expiry says by itself, as text; a dash where nothing is known. */
export const expiryRows = (expiries: ExposuresBody['expiries']): readonly (readonly string[])[] =>
  expiries.map(({ expiry, settlement, total, atm_iv, skew_25d, expected_move, max_pain }) => [
    `${expiry}${settlement === 'am' ? ' AM' : ''}`,
    formatUsd(total.net_gex, { significantDigits: 3 }),
    known(atm_iv, (iv) => (100 * iv).toFixed(1)),
    known(skew_25d, (points) => points.toFixed(2).replace('-', '−')),
    known(expected_move.iv, ({ one_sigma }) => formatPoints(one_sigma, 1)),
    known(max_pain, (strike) => formatPoints(strike)),
  ]);

const known = <T>(value: T | null, text: (value: T) => string): string => (value === null ? '–' : text(value));
