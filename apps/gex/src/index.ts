export { levelsEveryMs, phaseMsOf } from './cadence.ts';
export { currentChain } from './current-chain.ts';
export { gexSamples, type ObserveBatchesOptions, observeBatches } from './gex-metrics.ts';
export { type BookInspection, type InspectedContract, inspectBook, newestCells } from './inspect-book.ts';
export { type Gex, type GexOptions, gexGroup, startGex } from './start-gex.ts';
