import { usdPerPercent } from '../units/usd-per-percent.ts';
import type { Analyse, AnalysisInput } from './analyse.ts';
import type { SliceLevels } from './analysis.ts';
import type { Exposures } from './exposure-kinds.ts';
import { type ExposurePicture, exposurePicture } from './exposure-picture.ts';
import type { QuotePair } from './quote-pairs.ts';

/**
 * The picture of model `volume_signed`: `inventory` has dealers' contracts by row, negative where they are short. Calls, and puts, are then of
 * both signs, so gross is the sum of the contracts' magnitudes, as it is for every other kind.
 */
export const inventoryPicture = (
  input: AnalysisInput,
  inventory: Float64Array,
  analyse: Analyse,
  pairs: readonly (readonly QuotePair[])[],
): ExposurePicture => {
  const measured: AnalysisInput = { ...input, measure: 'inventory', positions: { ...input.positions, inventory } };
  const picture = exposurePicture(measured, pairs, analyse);
  const gross = picture.total.gex.gross;
  return {
    ...picture,
    levels: {
      ...ofMagnitudes(picture.levels, picture.total),
      expiries: picture.levels.expiries.map((expiry, i) => ofMagnitudes(expiry, picture.expiries[i]!.exposures)),
    },
    horizons: picture.horizons.map((horizon) => ({
      ...horizon,
      levels: ofMagnitudes(horizon.levels, horizon.exposures),
      grossShare: gross > 0 ? horizon.exposures.gex.gross / gross : null,
    })),
  };
};

const ofMagnitudes = <Slice extends SliceLevels>(slice: Slice, exposures: Exposures | null): Slice => ({
  ...slice,
  total: { ...slice.total, gross: usdPerPercent(exposures?.gex.gross ?? 0) },
});
