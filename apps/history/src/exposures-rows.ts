import {
  atmIvAhead,
  daysAhead,
  type ExpiryPremium,
  type ExposureSums,
  type Exposures,
  type ExposuresEvent,
  exposureKinds,
  type Levels,
  type PublishedPicture,
  putCallPremium,
  skew25dAhead,
  slotKey,
  type VolumeWalls,
  withinHorizon,
} from '@gexstream/domain';
import { type gexExpiryExposures, type gexExposures, modelId, type RowOf } from '@gexstream/store';
import { sliceColumns } from './levels-rows.ts';
import { provenanceOf } from './provenance.ts';

/** All of them, whatever the model. */
const picturesOf = ({ body: { pictures, inventory } }: ExposuresEvent): readonly PublishedPicture[] =>
  inventory === undefined ? pictures : [...pictures, inventory.picture];

/** The rows of table `gex_exposures` that an exposures record stands for: one per measure and horizon. */
export const exposuresRows = (event: ExposuresEvent): readonly RowOf<typeof gexExposures>[] =>
  picturesOf(event).flatMap(({ levels, horizons }) =>
    horizons.map((horizon) => ({
      ts: event.eventMs,
      underlying: event.underlying,
      model: modelId(levels.model),
      horizon: horizon.name,
      spot: levels.spot,
      expiries: horizon.expiries,
      gross_share: horizon.grossShare,
      ...sliceColumns(horizon.levels),
      ...exposureValues(horizon.exposures),
      ...premiumColumn(event, ({ expiry }) => withinHorizon(horizon.name, expiry, levels.asOf)),
      ...wallColumns(horizon.volumeWalls),
      ...(horizon.name === 'all' ? aheadColumns(levels) : nothingAhead),
      ...provenanceOf(event),
    })),
  );

/** The rows of table `gex_expiry_exposures`: one per measure and expiry in which somebody holds something. */
export const expiryExposuresRows = (event: ExposuresEvent): readonly RowOf<typeof gexExpiryExposures>[] => {
  const sources = new Map(event.body.forwards?.map((forward) => [slotKey(forward), forward.source]));
  return picturesOf(event).flatMap(({ levels, expiries }) =>
    levels.expiries.flatMap((slice, i) => {
      const picture = expiries[i];
      if (picture === undefined) throw new RangeError(`the picture lacks expiry ${slotKey(slice)}`);
      if (picture.exposures === null) return [];
      return {
        ts: event.eventMs,
        underlying: event.underlying,
        model: modelId(levels.model),
        expiry: slice.expiry,
        settlement: slice.settlement,
        spot: levels.spot,
        ...exposureValues(picture.exposures),
        ...premiumColumn(event, (premium) => slotKey(premium) === slotKey(slice)),
        ...wallColumns(picture.volumeWalls),
        max_pain: picture.maxPain,
        expected_move_iv: picture.expectedMove.iv?.oneSigma ?? null,
        expected_move_straddle: picture.expectedMove.straddle?.oneSigma ?? null,
        forward: picture.forward,
        forward_source: sources.get(slotKey(slice)) ?? 'configured',
        // Records from before the rates were told have none.
        rate: picture.rate ?? null,
        dividend_yield: picture.dividendYield ?? null,
        ...provenanceOf(event),
      };
    }),
  );
};

const aheadColumns = ({ expiries, asOf }: Levels) => ({
  atm_iv_30d: atmIvAhead(expiries, asOf, daysAhead),
  skew_25d_30d: skew25dAhead(expiries, asOf, daysAhead),
});

/** Of the horizons that need not reach so far. */
const nothingAhead = { atm_iv_30d: null, skew_25d_30d: null };

type ExposureColumn = `${keyof ExposureSums}_${keyof Exposures}`;

const exposureValues = (exposures: Exposures) =>
  Object.fromEntries(
    exposureKinds.flatMap((kind) => {
      const { net, call, put, gross } = exposures[kind];
      return Object.entries({ net, call, put, gross }).map(([part, value]) => [`${part}_${kind}`, value]);
    }),
  ) as Record<ExposureColumn, number>;

/** Over the expiries that are the slice's own; records from before premiums were reckoned up have none. */
const premiumColumn = ({ body: { premiums = [] } }: ExposuresEvent, isOwn: (premium: ExpiryPremium) => boolean) => ({
  put_call_ratio_premium: putCallPremium(premiums.filter(isOwn)),
});

const wallColumns = (walls: VolumeWalls) => ({ call_volume_wall: walls.callVolumeWall, put_volume_wall: walls.putVolumeWall });
