import type { LevelsEvent, SliceLevels } from '@gexstream/domain';
import { type gexExpiryLevels, type gexLevels, modelId, type RowOf } from '@gexstream/store';
import { provenanceOf } from './provenance.ts';

const minuteMs = 60_000;

/** The one row of table `gex_levels` that a levels record stands for. */
export const levelsRow = (event: LevelsEvent): RowOf<typeof gexLevels> => {
  const { body } = event;
  return {
    ts: event.eventMs,
    underlying: event.underlying,
    model: modelId(body.model),
    spot: body.spot,
    ...sliceColumns(body),
    streamed_share: body.coverage?.streamed ?? null,
    polled_share: body.coverage?.polled ?? null,
    stale_share: body.coverage?.stale ?? null,
    ...provenanceOf(event),
  };
};

/** The rows of table `gex_expiry_levels`, one per expiry: of a record that falls on a full minute, else none. */
export const expiryLevelsRows = (event: LevelsEvent): readonly RowOf<typeof gexExpiryLevels>[] => {
  if (event.eventMs % minuteMs !== 0) return [];
  const { body } = event;
  const shared = { ts: event.eventMs, underlying: event.underlying, model: modelId(body.model), spot: body.spot };
  return body.expiries.map((slice) => ({
    ...shared,
    expiry: slice.expiry,
    settlement: slice.settlement,
    settles_ts: slice.settlesMs,
    floored: slice.floored,
    // Records from before the smile, or its sides, were told have none.
    atm_iv: slice.atmIv ?? null,
    put_25d_iv: slice.put25dIv ?? null,
    call_25d_iv: slice.call25dIv ?? null,
    skew_25d: slice.skew25d ?? null,
    ...sliceColumns(slice),
    ...provenanceOf(event),
  }));
};

export const sliceColumns = (slice: SliceLevels) => ({
  net_gex: slice.total.net,
  call_gex: slice.total.call,
  put_gex: slice.total.put,
  gross_gex: slice.total.gross,
  zero_gamma: slice.zeroGamma,
  zero_gamma_all: [...slice.zeroGammaAll],
  call_wall: slice.callWall,
  put_wall: slice.putWall,
  max_gross_strike: slice.maxGrossStrike,
  max_net_strike: slice.maxNetStrike,
  put_call_ratio_oi: slice.putCallRatioOi,
  put_call_ratio_volume: slice.putCallRatioVolume,
  contracts_used: slice.contracts.used,
  contracts_excluded: Object.values(slice.contracts.excluded).reduce((sum, count) => sum + count, 0),
});
