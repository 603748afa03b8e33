import { isSchemaDrift, type Rejected } from '@gexstream/schwab';
import type { RestPayer } from './rest-line.ts';

/** What ingest has done since its start. */
export interface IngestCounters {
  readonly frames: number;
  /** Elements of frames that could not be read. */
  readonly garbage: number;
  /** Option rows, quotes and bars published. */
  readonly updates: number;
  /** Records on topic `market`, time marks not counted. */
  readonly records: number;
  readonly timeMarks: number;
  /** Times the bus did not take what was published; each is tried again. */
  readonly publishFailures: number;
  /** Values and contracts left out, by `field: reason`. */
  readonly rejected: Readonly<Record<string, number>>;
  /** By who pays. */
  readonly restCalls: Readonly<Record<RestPayer, number>>;
  /** By error code. */
  readonly restFailures: Readonly<Record<string, number>>;
  readonly reconnects: number;
}

const kindsMax = 500;

/** Counts in place; `snapshot` hands out a copy. */
export class Counters {
  frames = 0;
  garbage = 0;
  updates = 0;
  records = 0;
  timeMarks = 0;
  publishFailures = 0;
  reconnects = 0;
  readonly #onDrift: (rejected: Rejected) => void;
  readonly #rejected = new Map<string, number>();
  readonly #restCalls: Record<RestPayer, number> = { stream: 0, chains: 0, scanner: 0, onDemand: 0 };
  readonly #restFailures = new Map<string, number>();

  rejected(list: readonly Rejected[]): void {
    for (const rejected of list) {
      const kind = `${rejected.field}: ${rejected.reason}`;
      const isNew = !this.#rejected.has(kind);
      // Names come from the wire: beyond a bound they are counted together.
      if (isNew && this.#rejected.size >= kindsMax) {
        add(this.#rejected, 'others', rejected.count);
        continue;
      }
      add(this.#rejected, kind, rejected.count);
      if (isNew && isSchemaDrift(rejected)) this.#onDrift(rejected);
    }
  }

  /** Told once of each field that is unknown or missing. */
  constructor(onDrift: (rejected: Rejected) => void = () => {}) {
    this.#onDrift = onDrift;
  }

  restCalled(payer: RestPayer): void {
    this.#restCalls[payer] += 1;
  }

  restFailed(code: string): void {
    add(this.#restFailures, code, 1);
  }

  snapshot(): IngestCounters {
    const { frames, garbage, updates, records, timeMarks, publishFailures, reconnects } = this;
    return {
      frames,
      garbage,
      updates,
      records,
      timeMarks,
      publishFailures,
      rejected: Object.fromEntries(this.#rejected),
      restCalls: { ...this.#restCalls },
      restFailures: Object.fromEntries(this.#restFailures),
      reconnects,
    };
  }
}

const add = (counts: Map<string, number>, key: string, count: number): void => {
  counts.set(key, (counts.get(key) ?? 0) + count);
};
