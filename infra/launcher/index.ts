export { claimPorts } from './claim-ports.ts';
export { LauncherError, type LauncherErrorCode } from './errors.ts';
export { ensureServers } from './jars.ts';
export { missingRequirement } from './requirements.ts';
export type {
  BrokerHandle,
  KafkaCluster,
  QuestDbServer,
  StartKafkaOptions,
  StartQuestDbOptions,
} from './server-handles.ts';
export { startKafka } from './start-kafka.ts';
export { startQuestDb } from './start-questdb.ts';
