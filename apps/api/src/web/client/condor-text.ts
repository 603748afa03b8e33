import { formatPoints } from '@gexstream/charts';
import type { RecommendationBody } from '../../contract/regime.ts';

/** The iron condor in a line: its four legs, and what they are quoted at, points a share. */
export const condorText = ({ legs, ...prices }: NonNullable<RecommendationBody['condor']>): string =>
  `Iron condor of today: ${legs.map(({ action, side, strike }) => `${action} ${formatPoints(strike)} ${side}`).join(', ')}; ${creditText(prices)}`;

type Prices = Omit<NonNullable<RecommendationBody['condor']>, 'legs'>;

const creditText = ({ credit_mid, credit_at_market, max_loss }: Prices): string =>
  credit_mid === null || credit_at_market === null || max_loss === null
    ? 'not all of it is quoted'
    : `credit ${credit_mid.toFixed(2)} at mids, ${credit_at_market.toFixed(2)} at the market; at most ${max_loss.toFixed(2)} lost`;
