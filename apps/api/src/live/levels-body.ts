import { daysBetween, type ExpiryLevels, isoTime, type LevelsEvent, modelText, sliceLevelsJson } from '@gexstream/domain';
import { modelId } from '@gexstream/store';
import type { GexSymbolBody } from '../contract/gex.ts';
import { feedSource, isSimulated } from './feed-source.ts';

/** What depends on the moment of the answer; everything else is fixed by the event. */
export type Moment = 'age_ms' | 'feed_now' | 'status';

/** Everything of an answer that the levels event decides. */
export const levelsBody = (event: LevelsEvent): Omit<GexSymbolBody, Moment | 'strikes'> => {
  const { body } = event;
  const asOf = isoTime(body.asOf);
  const text = modelText(body.model);
  return {
    symbol: event.underlying,
    spot: body.spot,
    as_of: asOf,
    source: feedSource(event.feed),
    simulated: isSimulated(event.feed),
    session_date: event.sessionDate,
    coverage: body.coverage && { streamed: body.coverage.streamed, polled: body.coverage.polled, stale: body.coverage.stale },
    iv_sources: {
      stream: body.ivSources.stream,
      solved: body.ivSources.solved,
      chain: body.ivSources.chain,
      other_side: body.ivSources.otherSide,
    },
    unit: text.unit,
    measure: text.measure,
    convention: text.convention,
    model: modelId(body.model),
    carry: text.carry,
    zero_gamma_method: text.zeroGammaMethod,
    ...sliceLevelsJson(body),
    timestamp: asOf,
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
  // Records from before the smile was computed have none.
  atm_iv: levels.atmIv ?? null,
  skew_25d: levels.skew25d ?? null,
  ...sliceLevelsJson(levels),
});
