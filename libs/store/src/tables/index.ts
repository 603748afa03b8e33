import type { Table } from '../table.ts';
import { feedGaps } from './feed-gaps.ts';
import { gexExpiryExposures } from './gex-expiry-exposures.ts';
import { gexExpiryLevels } from './gex-expiry-levels.ts';
import { gexExposures } from './gex-exposures.ts';
import { gexLevels } from './gex-levels.ts';
import { gexProfiles } from './gex-profiles.ts';
import { underlyingBars } from './underlying-bars.ts';
import { underlyingTicks } from './underlying-ticks.ts';

export { modelId } from './model-id.ts';
export { feedGaps, gexExpiryExposures, gexExpiryLevels, gexExposures, gexLevels, gexProfiles, underlyingBars, underlyingTicks };

/** Every table of the history. */
export const allTables: readonly Table[] = [
  gexLevels,
  gexExpiryLevels,
  gexProfiles,
  gexExposures,
  gexExpiryExposures,
  underlyingBars,
  underlyingTicks,
  feedGaps,
];
