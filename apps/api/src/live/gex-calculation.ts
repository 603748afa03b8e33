import { type CellsEvent, isoTime, type LevelsEvent } from '@gexstream/domain';
import type { GexCalculationBody } from '../contract/v1.ts';
import { confidenceScore } from './confidence.ts';
import { latinMembersOf } from './json-members.ts';
import { provenance } from './provenance.ts';
import type { AnswerHead } from './serialised-answers.ts';

type Moving = 'confidence_score' | 'metadata' | 'recommendation' | 'options_data';
type MovingMetadata = 'status' | 'age_ms';

/**
 * The newest levels in the words of the older contract: a `GexCalculation` as JSON for each moment, all but what depends on it made once.
 * `recommendation` is that member, written already.
 */
export const gexCalculation = (
  levels: LevelsEvent,
  cells: CellsEvent | null,
  recommendation: string,
): ((head: AnswerHead) => string) => {
  const { body, underlying, seq } = levels;
  const { as_of, unit, convention, measure, carry, model, source, simulated, zero_gamma_method } = provenance(levels, body);
  const { net, call, put, gross } = body.total;
  const fixed = {
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
  } satisfies Omit<GexCalculationBody, Moving>;
  const metadata = { unit, convention, measure, carry, model, source, simulated } satisfies Omit<
    GexCalculationBody['metadata'],
    MovingMetadata
  >;
  const begin = `{${latinMembersOf(fixed)},${recommendation},"metadata":{${latinMembersOf(metadata)}`;
  const strikes = cells === null ? 0 : strikesWithGamma(cells);
  const staleShare = body.coverage?.stale ?? 1;
  return ({ ageMs, status }) =>
    `${begin},"status":"${status}","age_ms":${ageMs}},"confidence_score":${confidenceScore({ strikes, ageMs, staleShare })}}`;
};

const strikesWithGamma = ({ body: { strikeIndex, callGex, putGex } }: CellsEvent): number =>
  new Set(strikeIndex.filter((_, i) => callGex[i] !== 0 || putGex[i] !== 0)).size;
