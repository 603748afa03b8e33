import type { Carry, ChainDemand, EpochMs, MarketEvent, OpportunitiesEvent, SkewEvent } from '@gexstream/domain';
import { rankedFlows } from './crossings.ts';
import { scannerOutputs } from './scanner-outputs.ts';
import { scannedSymbol } from './symbol.actor.ts';
import { symbolPicture } from './symbol-picture.ts';
import { initialState, type SymbolState } from './symbol-state.ts';

export interface HandScanOptions {
  readonly carry: Carry;
  /** Without prefix. */
  readonly symbols: readonly string[];
  /** As demanded of each of them. */
  readonly demand: Pick<ChainDemand, 'app' | 'fromDate' | 'toDate'>;
}

/** What a scan by hand came to for one symbol. */
export interface HandScanned {
  readonly symbol: string;
  /** REST calls made for it, failed ones included. */
  readonly apiCalls: number;
  /** Null when it could not be scanned; `detail` says why. */
  readonly seen: HandSeen | null;
  readonly detail: string;
}

export interface HandSeen {
  readonly opportunities: OpportunitiesEvent;
  readonly skew: SkewEvent;
}

/** One scan of chains that were demanded for it, by the code of the scanner that runs all day. */
export interface HandScan {
  /** An event of `market` from before the demand on, each partition in its order. Gives what it completes: each symbol once. */
  take(event: MarketEvent): HandScanned | null;
  /** Symbols whose chain has not come. */
  waiting(): readonly string[];
}

/** Nothing is asked for ahead of a scan of the clock: this one has its own demand. */
const leadMs = 0;

export const handScan = ({ carry, symbols, demand }: HandScanOptions): HandScan => {
  const states = new Map(symbols.map((symbol) => [symbol, initialState(symbol, { carry, leadMs })]));
  let offset = 0;
  return {
    waiting: () => [...states.keys()],
    take: (event) => {
      const state = states.get(event.underlying);
      if (state === undefined) return null;
      scannedSymbol(state, { event, offset }, event.eventMs);
      offset += 1;
      if (event.kind !== 'demand-round') return null;
      const { app, fromDate, toDate, calls, givenUp, reason } = event.body;
      if (app !== demand.app || fromDate !== demand.fromDate || toDate !== demand.toDate) return null;
      states.delete(event.underlying);
      if (givenUp === 0) state.roundSession = event.sessionDate;
      const seen = givenUp === 0 ? look(state, event.eventMs) : null;
      const detail = seen === null ? reason || 'its chain came without a price or a contract' : '';
      return { symbol: event.underlying, apiCalls: calls, seen, detail };
    },
  };
};

/** Whatever the hour: out of the session it is the last one's day that is seen. */
const look = (state: SymbolState, at: EpochMs): HandSeen | null => {
  const picture = symbolPicture(state, at);
  if (picture === null) return null;
  const events = scannerOutputs(state, picture, rankedFlows(state, picture), { at, minute: true, scan: true });
  const opportunities = events.find((event) => event.kind === 'opportunities')!;
  const skew = events.find((event) => event.kind === 'skew')!;
  return { opportunities, skew };
};
