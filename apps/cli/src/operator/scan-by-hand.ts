import { systemClock } from '@gexstream/actors';
import { lookOnce } from '@gexstream/api';
import { behind, topic } from '@gexstream/bus';
import type { Carry, EpochMs, Feed } from '@gexstream/domain';
import { type HandScanned, handScan } from '@gexstream/scanner';
import type { OpenedMarket } from '../compose/open-market.ts';
import { marketEvent } from './market-event.ts';

export interface ScannedByHand {
  readonly feed: Feed;
  /** Now, by the feed's clock. */
  readonly asOf: EpochMs;
  readonly scanned: readonly HandScanned[];
  /** Whose chain has not come, and why nobody waits for it any more. */
  readonly missing: readonly string[];
  readonly missingWhy: string;
  readonly durationMs: number;
}

export interface ScanByHandOptions {
  readonly market: OpenedMarket;
  readonly symbols: readonly string[];
  readonly carry: Carry;
  /** Resolves when whoever waits gives up: what has come is told. */
  readonly stopped: Promise<unknown>;
  readonly onProgress: (done: number, of: number) => void;
}

/** So long without any chain: ingest takes a minute for the calls of a minute, and has a pause of up to a minute after a 429. */
const silentMsMax = 150_000;
const lookEveryMs = 500;

/** Demands a chain of each symbol and scans it as it comes; ends when all have come, nothing comes any more, or at the stop. */
export const scanByHand = async (options: ScanByHandOptions): Promise<ScannedByHand> => {
  const { market, symbols, carry, stopped, onProgress } = options;
  const { bus, feed } = market;
  const clock = systemClock();
  const startedMs = clock.now();
  // From before the demand on: an answer must not come before its reader.
  const before = await bus.offsets(topic.market.name);
  const demand = await market.demand(symbols);
  const hand = handScan({ carry, symbols, demand });
  const scanned: HandScanned[] = [];
  let newestMs = startedMs;
  const subscription = await bus.subscribe({
    topics: [topic.market.name],
    start: 'latest',
    onAssigned: behind(before),
    onBatch: async ({ records }) => {
      for (const record of records) {
        const event = marketEvent(record.value);
        const done = event === null ? null : hand.take(event);
        if (done === null) continue;
        scanned.push(done);
        newestMs = clock.now();
        onProgress(scanned.length, symbols.length);
      }
    },
  });
  let gaveUp = '';
  const waiting = async (): Promise<void> => {
    while (hand.waiting().length > 0 && gaveUp === '') {
      await new Promise<void>((resolve) => clock.after(lookEveryMs, resolve));
      if (clock.now() - newestMs > silentMsMax)
        gaveUp = `no chain came for ${silentMsMax / 1_000} s; npx gex status says how ingest fares`;
    }
  };
  const stop = stopped.then(() => {
    gaveUp = 'stopped before its chain came';
  });
  try {
    await Promise.race([waiting(), stop, subscription.done, market.failed]);
  } finally {
    await subscription.close();
    await market.withdraw(symbols);
  }
  const { feedNow: asOf } = await lookOnce(bus, feed, clock);
  return { feed, asOf, scanned, missing: hand.waiting(), missingWhy: gaveUp, durationMs: clock.now() - startedMs };
};
