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
  | { readonly type: 'tick' };

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
/** A balancing that would exchange no more than this share is not worth its commands. */
const changeShareMin = 0.1;

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
      return now - state.balancedMs >= balanceEveryMs ? balance(state, now) : { state, effects: [] };
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

const balance = (state: SubscriptionBudget, now: EpochMs): ReturnType<typeof subscriptionBudget> => {
  const chosen = choose(state, now);
  const entering = chosen.filter((symbol) => !state.wanted.has(symbol)).length;
  const leaving = state.wanted.size - (chosen.length - entering);
  const changeShare = Math.max(entering, leaving) / Math.max(1, state.wanted.size);
  const balanced = { ...state, balancedMs: now, urgent: false };
  if (entering + leaving === 0 || (!state.urgent && changeShare <= changeShareMin)) return { state: balanced, effects: [] };
  const next = { ...balanced, wanted: new Set(chosen) };
  return {
    state: next,
    effects: [
      { type: 'want', options: chosen },
      { type: 'counts', counts: countsOf(next) },
    ],
  };
};

const choose = (state: SubscriptionBudget, now: EpochMs): readonly string[] => {
  const ranked: { symbol: string; share: number }[] = [];
  for (const { contracts, spot } of state.symbols.values()) {
    if (spot === null) continue;
    const list = [...contracts.values()];
    const shares = gammaShares(list, spot, now);
    for (const [index, { symbol }] of list.entries()) if (shares[index]! > 0) ranked.push({ symbol, share: shares[index]! });
  }
  // Equal shares fall back to the symbol, so that the same chain gives the same choice.
  ranked.sort((a, b) => b.share - a.share || (a.symbol < b.symbol ? -1 : 1));
  return ranked.slice(0, state.contractsMax).map(({ symbol }) => symbol);
};

const countsOf = (state: SubscriptionBudget): ReadonlyMap<string, ContractCounts> =>
  new Map(
    [...state.symbols].map(([underlying, { contracts }]) => {
      let streamed = 0;
      for (const symbol of contracts.keys()) if (state.wanted.has(symbol)) streamed += 1;
      return [underlying, { contracts: contracts.size, streamed }];
    }),
  );
