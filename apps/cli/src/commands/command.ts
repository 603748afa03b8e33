export interface Command {
  readonly usage: string;
  /** The options, a line each. */
  readonly options: string;
  /** Resolves to the exit status. Throws `UsageError` for wrong input. */
  readonly run: (args: readonly string[]) => Promise<number>;
}

/** Of the commands that look at what is there: `placeFlags` of the configuration. */
export const placeOptions = [
  'WHERE:',
  '--data FOLDER   the data folder (GEX_DATA; default data)',
  '--kafka LIST    instead of a folder: brokers (KAFKA_BROKERS), with the variables of npx gex help run',
  '--questdb HOST  their history, where the command reads or writes it (QUESTDB_HOST)',
  '--feed NAME     of a folder: the running one by default, else the newest; on Kafka: sim (GEX_FEED)',
].join('\n');
