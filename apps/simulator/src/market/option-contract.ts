import type { EpochMs, ListedContract, Settlement } from '@gexstream/domain';

/** A listed option as the market knows it: what does not change while it lives. */
export interface OptionContract {
  /** 21 characters, root padded. */
  readonly symbol: string;
  /** Label of its random draws. */
  readonly id: number;
  /** Millisecond of the second at which its market moves. */
  readonly actMs: number;
  readonly underlying: string;
  readonly root: string;
  /** `YYYY-MM-DD`. */
  readonly expiry: string;
  readonly side: 'call' | 'put';
  /** Points. */
  readonly strike: number;
  readonly settlement: Settlement;
  readonly settlesMs: EpochMs;
  readonly multiplier: number;
  /** What a real chain said of it; null for a generated one. */
  readonly listed: ListedContract | null;
}
