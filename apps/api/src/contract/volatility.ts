import { ivRankSessionsMax, ivRankSessionsMin } from '@gexstream/domain';
import { type Static, Type } from 'typebox';
import { ExpectedMove, ForwardBasis } from './exposures.ts';
import { nullable } from './fields.ts';
import { provenanceFields } from './gex.ts';

const fraction = 'fraction a year';
const tooFew = `null before ${ivRankSessionsMin} sessions are kept`;

const Rank = Type.Object(
  {
    rank: nullable(Type.Number(), `(now − low) / (high − low), 0…1, now counted in; ${tooFew}`),
    percentile: nullable(Type.Number(), `share of the sessions that were below now, strictly; ${tooFew}`),
    sessions: nullable(
      Type.Integer(),
      `how many of the last ${ivRankSessionsMax} sessions before today are kept; null while the history cannot be read`,
    ),
    low: nullable(Type.Number(), fraction),
    high: nullable(Type.Number(), fraction),
    note: nullable(Type.String(), 'why there is no rank; null where there is'),
  },
  { description: 'of atm_iv_30d among our own stored history under the same model: the last value of each session' },
);

const TermPoint = Type.Object({
  expiry: Type.String({ description: 'YYYY-MM-DD' }),
  settlement: Type.Union([Type.Literal('am'), Type.Literal('pm')]),
  days: Type.Number({ description: 'to settlement, calendar days' }),
  atm_iv: nullable(Type.Number(), `at the forward, a ${fraction}`),
  put_25d_iv: nullable(Type.Number(), 'implied volatility of the 25-delta put, a fraction a year; null when its wing is missing'),
  call_25d_iv: nullable(
    Type.Number(),
    'implied volatility of the 25-delta call, a fraction a year; null when its wing is missing',
  ),
  skew_25d: nullable(Type.Number(), 'IV of the 25-delta put minus that of the 25-delta call, in vol points'),
  forward: Type.Number({ description: 'points' }),
  carry: ForwardBasis,
  expected_move: ExpectedMove,
});

/** `/api/v1/gex/SYMBOL/volatility`. */
export const VolatilityAnswer = Type.Object({
  symbol: Type.String(),
  spot: Type.Number(),
  ...provenanceFields,
  atm_iv_30d: nullable(Type.Number(), `at the forward 30 days ahead, total variance linear in time; a ${fraction}`),
  skew_25d_30d: nullable(
    Type.Number(),
    'skew_25d 30 days ahead, in vol points: total variance of puts and of calls each linear in time; null where no two expiries with both wings enclose that',
  ),
  iv_rank: Rank,
  term_structure: Type.Array(TermPoint, { description: 'by settlement, the next first' }),
});

export type VolatilityBody = Static<typeof VolatilityAnswer>;
