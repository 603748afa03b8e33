import type { Behavior } from '@gexstream/actors';
import { type EpochMs, easternDate, type OptionUpdates } from '@gexstream/domain';
import { gammaShares } from '../gamma-share.ts';
import { type KnownContract, withChain } from '../known-contracts.ts';

/** Decides which contracts are streamed: those with the largest share of their underlying's gross gamma, up to the cap over all. */
export interface SubscriptionBudget {
  readonly contractsMax: number;
  readonly symbols: ReadonlyMap<string, RankedSymbol>;
  /** What was asked for last. */
  readonly wanted: ReadonlySet<string>;
  readonly balancedMs: number;
  /** Something changed that does not wait for the next balancing. */
  readonly urgent: boolean;
}

export interface RankedSymbol {
  readonly contracts: ReadonlyMap<string, KnownContract>;
  /** Points; null while unknown. */
  readonly spot: number | null;
  /** The whole chain has been seen once since the trading date began. */
  readonly whole: boolean;
}

export type SubscriptionBudgetMessage =
  | {
      readonly type: 'chain';
      readonly underlying: string;
      readonly answer: readonly OptionUpdates[];
      readonly spot: number | null;
    }
  | { readonly type: 'follow'; readonly underlying: string }
  | { readonly type: 'unfollow'; readonly underlying: string }
  | { readonly type: 'whole'; readonly underlying: string }
  | { readonly type: 'cap'; readonly contracts: number }
  | { readonly type: 'session-date' }
  /** Once a second, with the newest spot of each underlying that has one, points. */
  | { readonly type: 'tick'; readonly spots: ReadonlyMap<string, number> };

export type SubscriptionBudgetEffect =
  | { readonly type: 'want'; readonly options: readonly string[] }
  /** How many contracts each underlying has, and how many of them are wanted streamed. */
  | { readonly type: 'counts'; readonly counts: ReadonlyMap<string, ContractCounts> };

export interface ContractCounts {
  readonly contracts: number;
  readonly streamed: number;
}

const unknownSymbol: RankedSymbol = { contracts: new Map(), spot: null, whole: false };

export const initialSubscriptionBudget = (underlyings: readonly string[], contractsMax: number): SubscriptionBudget => ({
  contractsMax,
  symbols: new Map(underlyings.map((underlying) => [underlying, unknownSymbol])),
  wanted: new Set(),
  balancedMs: 0,
  urgent: false,
});

const balanceEveryMs = 60_000;
/** What is streamed keeps its place against what weighs up to this much more: a spot that sways must not move subscriptions to and fro. */
const stayFactor = 1.25;
/** Share of an underlying's gross gamma, on average over them: a balancing that gains less is not worth its commands. */
const gainMin = 0.01;

export const subscriptionBudget: Behavior<SubscriptionBudget, SubscriptionBudgetMessage, SubscriptionBudgetEffect> = (
  state,
  message,
  now,
) => {
  switch (message.type) {
    case 'chain': {
      const symbol = state.symbols.get(message.underlying);
      if (symbol === undefined) return { state, effects: [] };
      const contracts = withChain(symbol.contracts, message.answer);
      const next = withSymbol(state, message.underlying, { ...symbol, contracts, spot: message.spot ?? symbol.spot });
      return { state: next, effects: [{ type: 'counts', counts: countsOf(next) }] };
    }
    case 'follow':
      return {
        state: withSymbol(state, message.underlying, state.symbols.get(message.underlying) ?? unknownSymbol),
        effects: [],
      };
    case 'unfollow': {
      const symbols = new Map([...state.symbols].filter(([underlying]) => underlying !== message.underlying));
      return balance({ ...state, symbols, urgent: true }, now);
    }
    case 'whole': {
      const symbol = state.symbols.get(message.underlying);
      if (symbol === undefined || symbol.whole) return { state, effects: [] };
      return balance({ ...withSymbol(state, message.underlying, { ...symbol, whole: true }), urgent: true }, now);
    }
    case 'cap':
      return balance({ ...state, contractsMax: Math.min(state.contractsMax, message.contracts), urgent: true }, now);
    case 'session-date':
      return { state: afterDateChange(state, easternDate(now)), effects: [] };
    case 'tick':
      return now - state.balancedMs >= balanceEveryMs ? balance(withSpots(state, message.spots), now) : { state, effects: [] };
  }
};

const withSymbol = (state: SubscriptionBudget, underlying: string, symbol: RankedSymbol): SubscriptionBudget => ({
  ...state,
  symbols: new Map([...state.symbols, [underlying, symbol]]),
});

/** Expired contracts leave; the chains are read again, and the choice follows each as it becomes whole. */
const afterDateChange = (state: SubscriptionBudget, today: string): SubscriptionBudget => ({
  ...state,
  symbols: new Map(
    [...state.symbols].map(([underlying, symbol]) => [
      underlying,
      { ...symbol, whole: false, contracts: new Map([...symbol.contracts].filter(([, { expiry }]) => expiry >= today)) },
    ]),
  ),
});

const withSpots = (state: SubscriptionBudget, spots: ReadonlyMap<string, number>): SubscriptionBudget => ({
  ...state,
  symbols: new Map(
    [...state.symbols].map(([underlying, symbol]) => [underlying, { ...symbol, spot: spots.get(underlying) ?? symbol.spot }]),
  ),
});

const balance = (state: SubscriptionBudget, now: EpochMs): ReturnType<typeof subscriptionBudget> => {
  const shares = sharesOf(state, now);
  const chosen = choose(state, shares);
  const balanced = { ...state, balancedMs: now, urgent: false };
  const gain = (sumOf(shares, chosen) - sumOf(shares, state.wanted)) / Math.max(1, state.symbols.size);
  const same = chosen.length === state.wanted.size && chosen.every((symbol) => state.wanted.has(symbol));
  if (same || (!state.urgent && gain < gainMin)) return { state: balanced, effects: [] };
  const next = { ...balanced, wanted: new Set(chosen) };
  return {
    state: next,
    effects: [
      { type: 'want', options: chosen },
      { type: 'counts', counts: countsOf(next) },
    ],
  };
};

/** Each contract's share of its underlying's gross gamma, of those that have one. */
const sharesOf = ({ symbols }: SubscriptionBudget, now: EpochMs): ReadonlyMap<string, number> => {
  const shares = new Map<string, number>();
  for (const { contracts, spot } of symbols.values()) {
    if (spot === null) continue;
    const list = [...contracts.values()];
    const parts = gammaShares(list, spot, now);
    for (const [index, { symbol }] of list.entries()) if (parts[index]! > 0) shares.set(symbol, parts[index]!);
  }
  return shares;
};

const choose = ({ wanted, contractsMax }: SubscriptionBudget, shares: ReadonlyMap<string, number>): readonly string[] => {
  const ranked = [...shares].map(([symbol, share]) => ({ symbol, weight: wanted.has(symbol) ? share * stayFactor : share }));
  // Equal weights fall back to the symbol, so that the same chain gives the same choice.
  ranked.sort((a, b) => b.weight - a.weight || (a.symbol < b.symbol ? -1 : 1));
  return ranked.slice(0, contractsMax).map(({ symbol }) => symbol);
};

const sumOf = (shares: ReadonlyMap<string, number>, symbols: Iterable<string>): number => {
  let sum = 0;
  for (const symbol of symbols) sum += shares.get(symbol) ?? 0;
  return sum;
};

const countsOf = (state: SubscriptionBudget): ReadonlyMap<string, ContractCounts> =>
  new Map(
    [...state.symbols].map(([underlying, { contracts }]) => {
      let streamed = 0;
      for (const symbol of contracts.keys()) if (state.wanted.has(symbol)) streamed += 1;
      return [underlying, { contracts: contracts.size, streamed }];
    }),
  );
