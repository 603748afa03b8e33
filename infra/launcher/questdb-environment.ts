export interface QuestDbPorts {
  /** REST, ILP over HTTP, console. */
  readonly http: number;
  /** Postgres wire. */
  readonly pg: number;
  /** Health and metrics. */
  readonly health: number;
}

export interface QuestDbFiles {
  readonly passwordFile: string;
  readonly readonlyPasswordFile: string;
}

export const questDbUser = 'admin';
/** May only read; for Grafana and whoever looks. QuestDB's own name for it. */
export const questDbReadonlyUser = 'user';

/** From QuestDB's own ports (9000, 8812, 9003), or beside a base of one's own. */
export const questDbPorts = (http: number, pg?: number): QuestDbPorts => ({
  http,
  pg: pg ?? (http === 9000 ? 8812 : http + 2),
  health: http + 3,
});

/** The variables of one QuestDB on 127.0.0.1. Passwords are named as files: an environment can be read by others, and gets into dumps. */
export const questDbEnvironment = (
  ports: QuestDbPorts,
  files: QuestDbFiles,
  own: Readonly<Record<string, string>> = {},
): Record<string, string> => ({
  QDB_HTTP_BIND_TO: `127.0.0.1:${ports.http}`,
  QDB_PG_NET_BIND_TO: `127.0.0.1:${ports.pg}`,
  QDB_HTTP_MIN_NET_BIND_TO: `127.0.0.1:${ports.health}`,
  QDB_HTTP_USER: questDbUser,
  QDB_HTTP_PASSWORD_FILE: files.passwordFile,
  QDB_PG_USER: questDbUser,
  QDB_PG_PASSWORD_FILE: files.passwordFile,
  QDB_PG_READONLY_USER_ENABLED: 'true',
  QDB_PG_READONLY_USER: questDbReadonlyUser,
  QDB_PG_READONLY_PASSWORD_FILE: files.readonlyPasswordFile,
  ...own,
});
