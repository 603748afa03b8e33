import type { Bus } from '@gexstream/bus';
import type { Store } from '@gexstream/store';
import type { KafkaWatch } from './kafka-watch.ts';

/** What keeps the data: the bus between the apps and the history behind them. Which adapters it is made of, no app learns. */
export interface Backbone {
  readonly bus: Bus;
  /** Absent where no app of this process needs the history. */
  readonly store: Store | null;
  /** What the Kafka client tells of itself; null where there is none. */
  readonly kafka: KafkaWatch | null;
  /** Rows that the store refused for good since the start, by table; they are kept in dead-letters. */
  quarantinedRows(): Readonly<Record<string, number>>;
  /** What the terminal says of it. */
  readonly description: string;
  /** Tells others where this process answers. */
  announce(url: string): Promise<void>;
  close(): Promise<void>;
}
