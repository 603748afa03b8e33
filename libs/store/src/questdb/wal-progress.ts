import type { Clock } from '@gexstream/domain/time';
import { StoreError } from '../errors.ts';
import { quoted } from '../queries/checked-query.ts';
import type { SqlClient } from './sql-client.ts';

/** A table whose reader stands still for this long is given up for this call. */
const stalledMsMax = 15_000;
const pollMsMin = 1;
const pollMsMax = 50;

interface WalState {
  readonly suspended: boolean;
  /** Transactions that queries see… */
  readonly applied: number;
  /** …of those that are committed. */
  readonly committed: number;
  readonly error: string;
}

/**
 * QuestDB acknowledges what is committed to a table's log; queries see it a moment later. This waits for that moment. A table that makes
 * progress is waited for however long it takes: that is the back-pressure its writers need, where sending again would add to the load.
 */
export class WalProgress {
  readonly #sql: SqlClient;
  readonly #clock: Clock;

  constructor(sql: SqlClient, clock: Clock) {
    this.#sql = sql;
    this.#clock = clock;
  }

  /** Resolves once queries see everything committed before the call. Rejects with `STORE_FAILED` where the table is suspended or stuck. */
  async caughtUp(table: string): Promise<void> {
    const first = await this.#state(table);
    let applied = first.applied;
    let progressAt = this.#clock.now();
    for (let pollMs = pollMsMin; applied < first.committed; pollMs = Math.min(pollMsMax, pollMs * 2)) {
      await new Promise<void>((resolve) => this.#clock.after(pollMs, resolve));
      const state = await this.#state(table);
      const now = this.#clock.now();
      if (state.applied > applied) {
        applied = state.applied;
        progressAt = now;
      } else if (now - progressAt > stalledMsMax) {
        throw new StoreError(
          'STORE_FAILED',
          `table ${table}: its rows are committed, but QuestDB has applied none for ${stalledMsMax} ms (transaction ${applied} of ${first.committed}); look at its log and disk`,
        );
      }
    }
  }

  async #state(table: string): Promise<WalState> {
    const found = await this.#sql.query(
      `look at the log of ${table}`,
      'SELECT suspended, writerTxn, sequencerTxn, errorTag, errorMessage FROM wal_tables() WHERE name = $1',
      [table],
    );
    const row = found[0];
    if (row === undefined) throw new StoreError('STORE_FAILED', `there is no table ${table}: starting the history makes it`);
    const [suspended, applied, committed, errorTag, errorMessage] = row;
    const state: WalState = {
      suspended: suspended === true,
      applied: applied as number,
      committed: committed as number,
      error: [errorTag, errorMessage].filter((part) => part !== null && part !== '').join(': '),
    };
    if (state.suspended) throw suspendedError(table, state.error);
    return state;
  }
}

/** What makes a suspended table go on; its cause (a full disk, mostly) must be mended first. */
export const resumeSql = (table: string): string => `ALTER TABLE ${quoted(table)} RESUME WAL`;

const suspendedError = (table: string, error: string): StoreError =>
  new StoreError(
    'STORE_FAILED',
    `table ${table} is suspended${error === '' ? '' : ` (${error})`}: what is written is kept but not shown. Mend the cause, then run: ${resumeSql(table)}`,
  );
