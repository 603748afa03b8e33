import type { Table } from '../table.ts';
import { feedGaps } from './feed-gaps.ts';
import { gexExpiryExposures } from './gex-expiry-exposures.ts';
import { gexExpiryLevels } from './gex-expiry-levels.ts';
import { gexExposures } from './gex-exposures.ts';
import { gexLevels } from './gex-levels.ts';
import { gexProfiles } from './gex-profiles.ts';
import { oiFlows } from './oi-flows.ts';
import { opportunities } from './opportunities.ts';
import { outcomes } from './outcomes.ts';
import { scanRuns } from './scan-runs.ts';
import { sentiment } from './sentiment.ts';
import { skewMetrics } from './skew-metrics.ts';
import { tradeOutcomes } from './trade-outcomes.ts';
import { underlyingBars } from './underlying-bars.ts';
import { underlyingTicks } from './underlying-ticks.ts';
import { whaleFlows } from './whale-flows.ts';

export { type ModelMeaning, modelId, modelMeaning } from './model-id.ts';
export {
  feedGaps,
  gexExpiryExposures,
  gexExpiryLevels,
  gexExposures,
  gexLevels,
  gexProfiles,
  oiFlows,
  opportunities,
  outcomes,
  scanRuns,
  sentiment,
  skewMetrics,
  tradeOutcomes,
  underlyingBars,
  underlyingTicks,
  whaleFlows,
};

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
  whaleFlows,
  oiFlows,
  skewMetrics,
  opportunities,
  sentiment,
  scanRuns,
  outcomes,
  tradeOutcomes,
];
