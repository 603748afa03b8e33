import { type Carry, daysBetween, type ExpiryLevels, isoTime, type LevelsEvent, type SliceLevels } from '@gexstream/domain';
import { modelId } from '@gexstream/store';
import type { GexSymbolBody } from '../contract/gex.ts';
import { feedSource } from './feed-source.ts';

export const gexUnit = 'USD per 1 % move';

/** Latin letters only: one wider letter would double the memory of every answer. */
const zeroGammaMethod = "total GEX re-priced over spot within 20 % at each contract's own IV: the sign change nearest spot";

/** What depends on the moment of the answer; everything else is fixed by the event. */
export type Moment = 'age_ms' | 'feed_now' | 'status';

/** Everything of an answer that the levels event decides. */
export const levelsBody = (event: LevelsEvent): Omit<GexSymbolBody, Moment | 'strikes'> => {
  const { body } = event;
  const source = feedSource(event.feed);
  const asOf = isoTime(body.asOf);
  return {
    symbol: event.underlying,
    spot: body.spot,
    as_of: asOf,
    source,
    simulated: source === 'sim',
    session_date: event.sessionDate,
    coverage: body.coverage && { streamed: body.coverage.streamed, polled: body.coverage.polled, stale: body.coverage.stale },
    iv_sources: {
      stream: body.ivSources.stream,
      solved: body.ivSources.solved,
      chain: body.ivSources.chain,
      other_side: body.ivSources.otherSide,
    },
    unit: gexUnit,
    measure: body.model.measure,
    convention: body.model.convention,
    model: modelId(body.model),
    carry: carryText(body.model.carry),
    zero_gamma_method: zeroGammaMethod,
    ...slice(body),
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
  ...slice(levels),
});

const slice = (levels: SliceLevels) => ({
  total: {
    net_gex: levels.total.net,
    call_gex: levels.total.call,
    put_gex: levels.total.put,
    gross_gex: levels.total.gross,
  },
  zero_gamma: levels.zeroGamma,
  zero_gamma_all: [...levels.zeroGammaAll],
  call_wall: levels.callWall,
  put_wall: levels.putWall,
  max_gross_strike: levels.maxGrossStrike,
  max_net_strike: levels.maxNetStrike,
  put_call_ratio: { oi: levels.putCallRatioOi, volume: levels.putCallRatioVolume },
  contracts: { used: levels.contracts.used, excluded: { ...levels.contracts.excluded } },
});

const carryText = (carry: Carry): string => (carry.kind === 'zero' ? 'zero' : `${carry.rate},${carry.dividendYield}`);
