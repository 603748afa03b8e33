import type { BusRecord } from '../bus.ts';

/** A record whose partition was decided, so that every client puts a key in the same place. */
export interface Placed extends BusRecord {
  readonly partition: number;
}

/** A client's producer. Names are plain. */
export interface Producer {
  /** Resolves once the brokers acknowledged every record; `bytes` is their size. Keeps order per partition, between calls too. */
  publish(records: readonly Placed[], bytes: number): Promise<void>;
  queued(): { readonly records: number; readonly bytes: number };
  /** Waits for what was published, 5 s at most; what is not acknowledged then is rejected with `BUS_TIMEOUT`. */
  close(): Promise<void>;
}
