/** Schema version of each kind's body, as it is written now; readers take the neighbouring versions too. */
export const schemaVersion = {
  'underlying-quote': 1,
  'underlying-bar': 1,
  'option-updates': 1,
  'chain-round': 1,
  'demand-round': 1,
  'feed-link': 1,
  gap: 1,
  'time-mark': 1,
  levels: 1,
  cells: 1,
  profile: 1,
  exposures: 1,
  'session-baseline': 2,
  'feed-status': 1,
  'feed-notice': 1,
  demand: 1,
  flow: 1,
  skew: 1,
  opportunities: 1,
  outcome: 1,
  sentiment: 1,
  'scan-run': 1,
  'partition-scan': 1,
  /** Read in this version alone: a snapshot only saves time, and the log gives the same state again. */
  'gex-snapshot': 6,
  'scanner-snapshot': 2,
} as const;

export type EventKind = keyof typeof schemaVersion;
