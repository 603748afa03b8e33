/** Where a QuestDB answers, and as whom it is asked. */
export interface QuestDbAddress {
  readonly host: string;
  /** Lines over HTTP go here. 9000 unless told. */
  readonly httpPort?: number;
  /** Queries over the Postgres wire go here. 8812 unless told. */
  readonly pgPort?: number;
  readonly user: string;
  readonly password: string;
}

/** What pino's loggers are, as far as this lib uses one. */
export interface StoreLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export const httpPortOf = ({ httpPort = 9000 }: QuestDbAddress): number => httpPort;
export const pgPortOf = ({ pgPort = 8812 }: QuestDbAddress): number => pgPort;
