import { type QuestDbPorts, questDbPorts } from './questdb-environment.ts';

export interface WhatRuns {
  /** Of the launcher, absolute. */
  readonly dir: string;
  /** Where the product looks for it unless told. */
  readonly usualDir: string;
  /** Null: no broker of it runs. */
  readonly bootstrap: string | null;
  /** Null: it does not run. */
  readonly questDb: QuestDbPorts | null;
}

const usual = questDbPorts(9000);

/** What to type next, and how to end it: as it stands it finds the servers, on whatever ports and with the password of whatever folder. */
export const goOnText = ({ dir, usualDir, bootstrap, questDb }: WhatRuns): string => {
  const there = dir === usualDir ? '' : ` --dir ${quoted(dir)}`;
  const next =
    bootstrap === null || questDb === null
      ? `npm run infra -- up${there}   (the product needs Kafka and QuestDB)`
      : [
          ...(dir === usualDir ? [] : [`GEX_INFRA=${quoted(dir)}`]),
          ...(questDb.pg === usual.pg ? [] : [`QUESTDB_PG_PORT=${questDb.pg}`]),
          `npm start -- --kafka ${bootstrap}`,
          `--questdb 127.0.0.1${questDb.http === usual.http ? '' : `:${questDb.http}`}`,
        ].join(' ');
  return `go on:    ${next}\nstop:     npm run infra -- down${there}\n`;
};

const quoted = (path: string): string => (/^[\w./+-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`);
