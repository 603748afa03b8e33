export { historySamples } from './history-metrics.ts';
export { historyRows, type TableRows } from './history-rows.ts';
export {
  type History,
  type HistoryOptions,
  type HistoryStatus,
  historyGroup,
  historyTopics,
  startHistory,
} from './start-history.ts';
