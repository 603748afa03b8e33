export { inspectQuestDb, type QuestDbFinding, type QuestDbReport } from './inspect.ts';
export { levelViews } from './level-views.ts';
export type { QuestDbAddress, StoreLog } from './questdb-address.ts';
export { openQuestDbStore, type QuestDbStoreOptions } from './questdb-store.ts';
export type { Quarantine } from './table-writer.ts';
