import { partitionCount, partitionOf } from '@gexstream/bus';
import type { Carry, EpochMs } from '@gexstream/domain';
import type { FoundPast } from './find-past.ts';
import { type Measured, measurePast } from './measure-past.ts';
import { openPast } from './open-past.ts';

/** What a thread has to do: plain data, for it goes to another one. */
export interface PastShare {
  readonly past: FoundPast;
  /** Of `market`. */
  readonly partitions: readonly number[];
  readonly symbols: readonly string[];
  readonly carry: Carry;
  /** See `followedRule`; null: what the live scanner measures. */
  readonly rule: string | null;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

export const measureShare = async (share: PastShare, onProgress: (at: EpochMs, updates: number) => void): Promise<Measured> => {
  const { past, symbols, carry, rule, from, to } = share;
  const follow = rule === null ? null : (await import('./followed-rule.ts')).followedRule(rule, symbols);
  const { events, close } = await openPast(past, new Set(share.partitions));
  try {
    return await measurePast({ events, symbols, carry, follow, from, to, onProgress });
  } finally {
    await close();
  }
};

/**
 * All partitions in so many parts or fewer, of about as many of these symbols each. Event times are given by partition, so no smaller
 * part of the market can be read alone.
 */
export const sharedPartitions = (symbols: readonly string[], parts: number): readonly (readonly number[])[] => {
  const symbolsOf = new Array<number>(partitionCount).fill(0);
  for (const symbol of symbols) symbolsOf[partitionOf(symbol, partitionCount)]! += 1;
  const shares = Array.from({ length: Math.min(parts, partitionCount) }, () => ({ symbols: 0, partitions: [] as number[] }));
  const bySize = [...symbolsOf.keys()].sort((a, b) => symbolsOf[b]! - symbolsOf[a]! || a - b);
  for (const partition of bySize) {
    const smallest = shares.reduce((least, share) => (share.symbols < least.symbols ? share : least));
    smallest.partitions.push(partition);
    smallest.symbols += symbolsOf[partition]!;
  }
  return shares.map(({ partitions }) => partitions);
};
