import { epochMs } from '@gexstream/domain/time';
import pg from 'pg';
import { StoreError } from '../errors.ts';
import { pgPortOf, type QuestDbAddress, type StoreLog } from './questdb-address.ts';

export type SqlRow = readonly unknown[];

const connectionsMax = 4;
/** Calls that wait for a connection; more than this is a caller that does not await. */
const waitingMax = 4096;
const connectMsMax = 5_000;
/** After it the connection is dropped, which ends the query on the server too. */
const queryMsMax = 30_000;

/**
 * Statements over the Postgres wire, on a bounded pool. Rows come as arrays: LONG as number, TIMESTAMP as epoch ms. Policy when all
 * connections are in use: block, 4096 at most. Rejects with `STORE_FAILED`.
 */
export class SqlClient {
  readonly #pool: pg.Pool;
  readonly #where: string;

  constructor(address: QuestDbAddress, log: StoreLog | undefined, connections = connectionsMax) {
    const port = pgPortOf(address);
    this.#where = `QuestDB at ${address.host}:${port}`;
    this.#pool = new pg.Pool({
      host: address.host,
      port,
      user: address.user,
      password: address.password,
      database: 'qdb',
      max: connections,
      connectionTimeoutMillis: connectMsMax,
      query_timeout: queryMsMax,
      types: { getTypeParser: parserOf },
    });
    // An idle connection that breaks is replaced at the next query; unheard, the event would end the process.
    this.#pool.on('error', (error) => log?.warn({ err: error }, `${this.#where}: an idle connection broke`));
  }

  async query(what: string, sql: string, values: readonly (string | number | boolean)[] = []): Promise<readonly SqlRow[]> {
    if (this.#pool.waitingCount >= waitingMax)
      throw new StoreError('STORE_FAILED', `${waitingMax} calls wait for ${this.#where} already; await them before making more`);
    try {
      const result = await this.#pool.query<unknown[]>({ text: sql, values: [...values], rowMode: 'array' });
      return result.rows;
    } catch (error) {
      throw new StoreError('STORE_FAILED', `${this.#where}: cannot ${what}: ${said(error)}`, error);
    }
  }

  close(): Promise<void> {
    return this.#pool.end();
  }
}

/** Whether the server itself said no, of what `query` rejected with; else it was not reached. */
export const wasAnswered = (error: unknown): boolean => error instanceof StoreError && error.cause instanceof pg.DatabaseError;

/** Node reports several refused addresses as one error without a message of its own. */
const said = (error: unknown): string => {
  if (error instanceof AggregateError) return error.errors.map(said).join(', ');
  return error instanceof Error ? error.message : String(error);
};

const whole = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is beyond the whole numbers that are exact here (2^53)`);
  return value;
};

/** `2026-03-08 06:59:59.999000` is UTC (the driver's own parser would take the machine's zone), and the year 1 comes as `1-01-01 …`. */
const moment = (text: string): number => {
  const padded = text.padStart(26, '0');
  return epochMs(Date.parse(`${padded.slice(0, 10)}T${padded.slice(11, 23)}Z`));
};

const parsers = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.INT8, whole],
  [pg.types.builtins.TIMESTAMP, moment],
]);

const parserOf: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
  parsers.get(oid) ?? pg.types.getTypeParser(oid, format as 'text');
