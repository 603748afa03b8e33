export type { IngestCounters } from './counters.ts';
export { type Ingest, type IngestOptions, type IngestStatus, startIngest } from './ingest.ts';
export { type IngestConfig, ingestDefaults } from './ingest-config.ts';
export { ingestSamples } from './ingest-metrics.ts';
