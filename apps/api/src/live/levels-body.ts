import { daysBetween, type ExpiryLevels, isoTime, type LevelsEvent, sliceLevelsJson } from '@gexstream/domain';
import type { GexSymbolBody } from '../contract/gex.ts';
import { type Moment, provenance } from './provenance.ts';

/** Everything of an answer that the levels event alone decides. */
export const levelsBody = (
  event: LevelsEvent,
): Omit<GexSymbolBody, Moment | 'strikes' | 'recommendation' | 'king_history' | 'volume_surges'> => {
  const { body } = event;
  return {
    symbol: event.underlying,
    spot: body.spot,
    ...provenance(event, body),
    ...sliceLevelsJson(body),
    timestamp: isoTime(body.asOf),
    expirations: [...new Set(body.expiries.map(({ expiry }) => expiry))],
    total_net_gex: body.total.net,
    gamma_wall: body.callWall,
    king_node: body.maxGrossStrike,
    expiries: body.expiries.map((levels) => expiryBody(levels, daysBetween(event.sessionDate, levels.expiry))),
  };
};

const expiryBody = (levels: ExpiryLevels, dte: number): GexSymbolBody['expiries'][number] => ({
  expiry: levels.expiry,
  settlement: levels.settlement,
  settles_at: isoTime(levels.settlesMs),
  dte,
  floored: levels.floored,
  // Records from before the smile, or its sides, were told have none.
  atm_iv: levels.atmIv ?? null,
  put_25d_iv: levels.put25dIv ?? null,
  call_25d_iv: levels.call25dIv ?? null,
  skew_25d: levels.skew25d ?? null,
  ...sliceLevelsJson(levels),
});
