import type { Carry, CompositeScore, EpochMs, Outcome, OutcomeEvent } from '@gexstream/domain';
import type { PlacedEvent } from '@gexstream/ingest';
import { pastScanner } from '@gexstream/scanner/past';

export interface MeasureOptions {
  /** In the order of each partition of `market`. */
  readonly events: AsyncIterable<readonly PlacedEvent[]>;
  readonly symbols: readonly string[];
  readonly carry: Carry;
  /** What is measured, once a contract and session; null: what the live scanner measures. */
  readonly follow: ((score: CompositeScore, underlying: string) => boolean) | null;
  /** Of opportunities that began in `[from, to)`; the market before and after is read for what they rest on. */
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Told at times, with the event time reached. */
  readonly onProgress: (at: EpochMs, updates: number) => void;
}

/** What came of the opportunities of some partitions, or of all. */
export interface Measured {
  readonly events: number;
  /** Option quotes and trades. */
  readonly updates: number;
  /** Of the market that was read; null where there was none. */
  readonly fromMs: EpochMs | null;
  readonly toMs: EpochMs | null;
  /** Opportunities of which at least one horizon was measured. */
  readonly opportunities: number;
  readonly outcomes: readonly Outcome[];
}

const progressEvery = 20_000;

/** Runs what has been through the scanner's own code. */
export const measurePast = async (options: MeasureOptions): Promise<Measured> => {
  const { symbols, carry, follow, from, to, onProgress } = options;
  const scanner = pastScanner({ carry, symbols, follow });
  const outcomes: Outcome[] = [];
  const opportunities = new Set<string>();
  let [events, updates] = [0, 0];
  let [fromMs, toMs]: [EpochMs | null, EpochMs | null] = [null, null];
  const measure = ({ underlying, body }: OutcomeEvent): void => {
    if (body.enteredMs < from || body.enteredMs >= to) return;
    outcomes.push(body);
    opportunities.add(`${underlying}/${body.contract}/${body.enteredMs}`);
  };
  for await (const placed of options.events)
    for (const { event, partition } of placed) {
      events++;
      if (event.kind === 'option-updates') updates += event.body.symbols.length;
      if (fromMs === null || event.eventMs < fromMs) fromMs = event.eventMs;
      if (toMs === null || event.eventMs > toMs) toMs = event.eventMs;
      for (const outcome of scanner.take(event, partition)) measure(outcome);
      if (events % progressEvery === 0) onProgress(event.eventMs, updates);
    }
  return { events, updates, fromMs, toMs, opportunities: opportunities.size, outcomes };
};
