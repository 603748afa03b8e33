/** One broker of a running cluster. */
export interface BrokerHandle {
  /** The Kafka node id, 1 and up. */
  readonly id: number;
  /** Where clients connect, on 127.0.0.1. */
  readonly port: number;
  /** The process now running; changes with every restart. */
  readonly pid: number;
  /** SIGKILL and SIGTERM resolve once the process is gone; others (SIGSTOP, SIGCONT) as soon as they are sent. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Stops it if it runs (SIGTERM) and starts it on the same data and port. Resolves when it answers; two of three start only together. */
  restart(): Promise<void>;
}

export interface KafkaCluster {
  /** Comma-separated `host:port` of every broker. */
  readonly bootstrap: string;
  readonly brokers: readonly BrokerHandle[];
  /** The folder with data and logs. */
  readonly dir: string;
  /** Controlled stop of every broker; data stays. Safe to call twice. */
  stop(): Promise<void>;
}

export interface StartKafkaOptions {
  /** Folder of this cluster's data, logs and pids; made if it is not there. */
  readonly dir: string;
  /** One combined node, or three with a static quorum (topics then get three copies by default). */
  readonly brokers?: 1 | 3;
  /** Broker i takes `portBase + 2(i − 1)`, its controller the port after it. */
  readonly portBase: number;
  /** Where the jars are kept, or are downloaded to. Default: `jars` in the infra folder. */
  readonly jars?: string;
  /** Largest heap of one broker. Default: 512 MB alone, 384 MB each of three. */
  readonly heapMb?: number;
  /** Flags of the JVM, besides the launcher's own. */
  readonly jvm?: readonly string[];
  /** Lines of server.properties that win over the template's. */
  readonly properties?: Readonly<Record<string, string>>;
  /** The server dies with this process (Linux); for tests. Default: it outlives it. */
  readonly dieWithParent?: boolean;
  /** Told in one line what is being done; for a terminal. */
  readonly onProgress?: (line: string) => void;
}

export interface QuestDbServer {
  readonly host: '127.0.0.1';
  /** REST, ILP over HTTP and the console. */
  readonly httpPort: number;
  /** Postgres wire. */
  readonly pgPort: number;
  /** Health and metrics, without a password. */
  readonly healthPort: number;
  /** For HTTP (basic) and Postgres: may do everything. */
  readonly user: string;
  readonly password: string;
  /** For Postgres only: may only read. */
  readonly readonlyUser: string;
  readonly readonlyPassword: string;
  /** Files (mode 0600) with nothing but the password. */
  readonly passwordFile: string;
  readonly readonlyPasswordFile: string;
  /** The folder with data and logs. */
  readonly dir: string;
  /** The process now running; changes with every restart. */
  readonly pid: number;
  /** SIGKILL and SIGTERM resolve once the process is gone; others (SIGSTOP, SIGCONT) as soon as they are sent. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Stops it if it runs (SIGTERM) and starts it on the same data, ports and passwords. Resolves when it answers. */
  restart(): Promise<void>;
  /** SIGTERM, then SIGKILL if it stays; data stays. Safe to call twice. */
  stop(): Promise<void>;
}

export interface StartQuestDbOptions {
  /** Folder of the data, logs, pid and passwords; made if it is not there. */
  readonly dir: string;
  /** HTTP on `portBase`, Postgres on `portBase + 2`, health on `portBase + 3`; or each by name. */
  readonly portBase?: number;
  readonly ports?: { readonly http: number; readonly pg: number; readonly health: number };
  /** Where the jars are kept, or are downloaded to. Default: `jars` in the infra folder. */
  readonly jars?: string;
  /** Largest heap. Default: 512 MB. */
  readonly heapMb?: number;
  /** Flags of the JVM, besides the launcher's own. */
  readonly jvm?: readonly string[];
  /** `QDB_…` variables that win over infra/questdb/server.conf. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The server dies with this process (Linux); for tests. Default: it outlives it. */
  readonly dieWithParent?: boolean;
  /** Told in one line what is being done; for a terminal. */
  readonly onProgress?: (line: string) => void;
}
