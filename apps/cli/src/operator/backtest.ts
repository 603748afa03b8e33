import type { BusAdmin } from '@gexstream/bus';
import { topic } from '@gexstream/bus';
import {
  type Carry,
  type EpochMs,
  type OpportunityRow,
  type Outcome,
  type OutcomeEvent,
  type OutcomeHorizon,
  type OutcomeStatistics,
  outcomeHorizons,
  outcomeStatistics,
  type ScoreBand,
  scoreBands,
} from '@gexstream/domain';
import type { PlacedEvent } from '@gexstream/ingest';
import { pastScanner } from '@gexstream/scanner';
import { marketEvent } from './market-event.ts';

export interface BacktestOptions {
  /** In the order of each partition of `market`. */
  readonly events: AsyncIterable<readonly PlacedEvent[]>;
  readonly symbols: readonly string[];
  readonly carry: Carry;
  /** What is measured, once a contract and session; null: what the live scanner measures. */
  readonly follow: ((row: OpportunityRow, underlying: string) => boolean) | null;
  /** Of opportunities that began in `[from, to)`; the market before and after is read for what they rest on. */
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Told at times, with the event time reached. */
  readonly onProgress: (at: EpochMs, updates: number) => void;
}

export interface BacktestGroup extends OutcomeStatistics {
  /** Null: of all bands. */
  readonly band: ScoreBand | null;
  readonly horizon: OutcomeHorizon;
}

export interface Backtest {
  readonly events: number;
  /** Option quotes and trades. */
  readonly updates: number;
  /** Of the market that was read; null where there was none. */
  readonly fromMs: EpochMs | null;
  readonly toMs: EpochMs | null;
  /** Opportunities of which at least one horizon was measured. */
  readonly opportunities: number;
  /** In all, then by band, the highest first; each by horizon. */
  readonly groups: readonly BacktestGroup[];
}

const progressEvery = 20_000;

/** Runs what has been through the scanner's own code, and tells what came of what it would have shown. The same events give the same numbers. */
export const backtest = async (options: BacktestOptions): Promise<Backtest> => {
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
      for (const published of scanner.take(event, partition))
        if (published.kind === 'outcome') measure(published as OutcomeEvent);
      if (events % progressEvery === 0) onProgress(event.eventMs, updates);
    }
  return { events, updates, fromMs, toMs, opportunities: opportunities.size, groups: groupsOf(outcomes.sort(inOrder)) };
};

/** The order in which partitions are read must not show in the last digit of a mean. */
const inOrder = (a: Outcome, b: Outcome): number =>
  a.enteredMs - b.enteredMs || (a.contract < b.contract ? -1 : a.contract > b.contract ? 1 : 0);

const groupsOf = (outcomes: readonly Outcome[]): readonly BacktestGroup[] =>
  [null, ...scoreBands.map(([band]) => band)].flatMap((band) =>
    outcomeHorizons.map((horizon) => {
      const chosen = outcomes.filter((outcome) => outcome.horizon === horizon && (band === null || outcome.band === band));
      return { band, horizon, ...outcomeStatistics(chosen) };
    }),
  );

const readRecordsMax = 5_000;

/** What topic `market` still holds, partition after partition. */
export async function* loggedEvents(bus: Pick<BusAdmin, 'offsets' | 'read'>): AsyncGenerator<readonly PlacedEvent[]> {
  for (const { partition, start, end } of await bus.offsets(topic.market.name)) {
    for (let next = start; next < end; ) {
      const records = await bus.read(topic.market.name, partition, next, end, readRecordsMax);
      const last = records.at(-1);
      if (last === undefined) break;
      next = last.offset + 1;
      yield records.flatMap(({ value }) => {
        const event = marketEvent(value);
        return event === null ? [] : [{ partition, event }];
      });
    }
  }
}
