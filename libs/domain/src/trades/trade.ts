import type { SignalType } from '../scanner/signal-type.ts';
import type { EpochMs } from '../time/epoch-ms.ts';

/** One entry into a listed option contract, and its exit once there is one: a person's own word, which no broker has confirmed. */
export interface Trade {
  /** Six characters of a–z and 2–7; of one owner each trade has its own. */
  readonly id: string;
  /** A user of the API (`ann`), or the chat through which it came (`telegram/42`): who may see and change it. */
  readonly owner: string;
  readonly symbol: string;
  /** `YYYY-MM-DD`. */
  readonly expiry: string;
  /** In points. */
  readonly strike: number;
  readonly side: 'call' | 'put';
  /** `long`: bought to open; `short`: sold to open. */
  readonly direction: 'long' | 'short';
  /** In contracts. */
  readonly quantity: number;
  readonly entry: Fill;
  /** Null while it is open. */
  readonly exit: Fill | null;
  /** The scanner's word on the contract at the entry; null where it had none, or the entry was told later. */
  readonly signal: SignalType | null;
  readonly composite: number | null;
  readonly note: string;
}

export interface Fill {
  /** By the feed's clock. */
  readonly atMs: EpochMs;
  /** Points a share, as contracts are quoted. */
  readonly price: number;
  /** Of the underlying, in points; null where it was told later. */
  readonly spot: number | null;
}

/** Shares that a standard contract is of. Adjusted contracts are not kept. */
export const sharesPerContract = 100;

export const tradeLimits = {
  quantityMax: 100_000,
  priceMax: 1_000_000,
  noteMax: 200,
  /** Days before now in which an entry or exit may lie: as long as the history keeps it. */
  daysMax: 730,
  ofOwnerMax: 500,
  /** Of all owners together. */
  allMax: 50_000,
} as const;

/** Where a trade stands on topic `trades`. The time of its entry never changes, so that a deletion names the row that the history has of it. */
export interface TradePlace {
  readonly owner: string;
  readonly id: string;
  readonly enteredMs: EpochMs;
}

export const placeOf = ({ owner, id, entry }: Trade): TradePlace => ({ owner, id, enteredMs: entry.atMs });

export const tradeKey = ({ owner, id, enteredMs }: TradePlace): string => `${owner}/${id}/${enteredMs}`;

/** Null for a text that is no key of a trade. */
export const tradePlace = (key: string): TradePlace | null => {
  const [, owner, id, enteredMs] = /^(.+)\/([a-z2-7]{6})\/(\d{1,15})$/.exec(key) ?? [];
  return owner === undefined || id === undefined ? null : { owner, id, enteredMs: Number(enteredMs) as EpochMs };
};
