import {
  atmIvAhead,
  type ExposureSums,
  type Exposures,
  type ExposuresEvent,
  exposureKinds,
  type PublishedPicture,
  slotKey,
  type VolumeWalls,
} from '@gexstream/domain';
import { type gexExpiryExposures, type gexExposures, modelId, type RowOf } from '@gexstream/store';
import { sliceColumns } from './levels-rows.ts';
import { provenanceOf } from './provenance.ts';

/** What the rank of an implied volatility is taken over. */
const daysAhead = 30;

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
      ...wallColumns(horizon.volumeWalls),
      atm_iv_30d: horizon.name === 'all' ? atmIvAhead(levels.expiries, levels.asOf, daysAhead) : null,
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

type ExposureColumn = `${keyof ExposureSums}_${keyof Exposures}`;

const exposureValues = (exposures: Exposures) =>
  Object.fromEntries(
    exposureKinds.flatMap((kind) => {
      const { net, call, put, gross } = exposures[kind];
      return Object.entries({ net, call, put, gross }).map(([part, value]) => [`${part}_${kind}`, value]);
    }),
  ) as Record<ExposureColumn, number>;

const wallColumns = (walls: VolumeWalls) => ({ call_volume_wall: walls.callVolumeWall, put_volume_wall: walls.putVolumeWall });
