import { isoTime } from '@gexstream/domain';
import type { GexCalculationBody } from '../contract/v1.ts';
import { confidenceScore } from './confidence.ts';
import { provenance } from './provenance.ts';
import { regimeBody } from './regime-body.ts';
import type { AnswerHead, SerialisedAnswers } from './serialised-answers.ts';

/** The newest levels in the words of the older contract. */
export const gexCalculation = ({ levels, cells }: SerialisedAnswers, { ageMs, status }: AnswerHead): GexCalculationBody => {
  const { body, underlying, seq } = levels;
  const { as_of, unit, convention, measure, carry, source, simulated, zero_gamma_method } = provenance(levels, body);
  const { net, call, put, gross } = body.total;
  return {
    calculation_id: `${underlying}-${body.asOf}-${seq}`,
    symbol: underlying,
    spot_price: body.spot,
    total_gamma: gross,
    call_gamma: Math.abs(call),
    put_gamma: Math.abs(put),
    net_gamma: net,
    gamma_flip_price: body.zeroGamma,
    max_gamma_price: body.maxGrossStrike,
    calculation_timestamp: as_of,
    data_timestamp: isoTime(body.newestMs),
    options_count: body.contracts.used,
    calculation_method: `Black–Scholes–Merton; zero gamma: ${zero_gamma_method}`,
    confidence_score: confidenceScore({ strikes: strikesWithGamma(cells), ageMs, staleShare: body.coverage?.stale ?? 1 }),
    recommendation: regimeBody(levels, cells),
    metadata: { unit, convention, measure, carry, source, simulated, status, age_ms: ageMs },
  };
};

const strikesWithGamma = (cells: SerialisedAnswers['cells']): number => {
  const held = new Set<number>();
  cells?.body.strikeIndex.forEach((strike, i) => {
    if (cells.body.callGex[i] !== 0 || cells.body.putGex[i] !== 0) held.add(strike);
  });
  return held.size;
};
