import { atmIvAhead, daysAhead, type ExposuresEvent, isoTime, skew25dAhead, slotKey } from '@gexstream/domain';
import type { VolatilityBody } from '../contract/volatility.ts';
import { exposureExpiries } from './exposures-body.ts';
import { provenance } from './provenance.ts';
import type { AnswerHead } from './serialised-answers.ts';

const dayMs = 86_400_000;

/** All but the rank, from the picture by open interest; no volatility depends on who holds what. */
export const volatilityBody = (event: ExposuresEvent, head: AnswerHead): Omit<VolatilityBody, 'iv_rank'> => {
  const picture = event.body.pictures[0]!;
  const { levels } = picture;
  const settles = new Map(levels.expiries.map((expiry) => [slotKey(expiry), expiry.settlesMs]));
  return {
    symbol: event.underlying,
    spot: levels.spot,
    ...provenance(event, levels),
    age_ms: head.ageMs,
    feed_now: isoTime(head.feedNow),
    status: head.status,
    atm_iv_30d: atmIvAhead(levels.expiries, levels.asOf, daysAhead),
    skew_25d_30d: skew25dAhead(levels.expiries, levels.asOf, daysAhead),
    term_structure: exposureExpiries(event, picture)
      .map(({ expiry, settlement, atm_iv, put_25d_iv, call_25d_iv, skew_25d, forward, carry, expected_move }) => ({
        expiry,
        settlement,
        days: (settles.get(slotKey({ expiry, settlement }))! - levels.asOf) / dayMs,
        ...{ atm_iv, put_25d_iv, call_25d_iv, skew_25d, forward, carry, expected_move },
      }))
      .sort((a, b) => a.days - b.days),
  };
};
