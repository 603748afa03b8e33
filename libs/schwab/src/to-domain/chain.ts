import {
  type EpochMs,
  epochMs,
  formatOsi,
  isAdjustedRoot,
  type OptionUpdates,
  parseOsi,
  type UnderlyingQuote,
  underlyingOfRoot,
} from '@gexstream/domain';
import { oneText } from '../one-text.ts';
import type { WireChain, WireChainUnderlying, WireContract } from '../wire/index.ts';
import { OptionColumns } from './option-columns.ts';
import { type Rejected, Rejections, type RejectReason } from './rejections.ts';
import { noteContractDrift } from './schema-drift.ts';
import { underlyingQuote } from './underlying-quote.ts';
import { amount, ivFromPercent, positive, timeMs } from './wire-value.ts';

export interface ChainContext {
  /** Without prefix: `SPX`. Contracts of another one are left out. */
  readonly underlying: string;
  /** The window asked for, inclusive `YYYY-MM-DD`. */
  readonly fromDate: string;
  readonly toDate: string;
  /** The strikes nearest the money alone were asked for, so many a side; of all others the answer says nothing. */
  readonly strikeCount?: number | undefined;
  readonly receivedMs: EpochMs;
  /** On a day without a session open interest comes as 0 for everything: then a 0 says nothing. */
  readonly tradingDay: boolean;
  /** Most rows of one record. */
  readonly rowsMax: number;
}

export interface ChainUpdates {
  /** Split by `rowsMax`. With their listing when the answer has all of its window; then one, without rows, when that is empty. */
  readonly updates: readonly OptionUpdates[];
  /** Every contract of the window is in the answer, as far as it says. */
  readonly whole: boolean;
  readonly quote: UnderlyingQuote | null;
  /** The newest source time in the answer, never after its receipt. */
  readonly sourceMs: EpochMs;
  readonly rejected: readonly Rejected[];
}

/** An answer of GET /chains as option updates, and the underlying's quote that came with it. */
export const chainToDomain = (chain: WireChain, context: ChainContext): ChainUpdates => {
  const rejections = new Rejections();
  const contracts = contractsOf(chain);
  const sourceMs = newestMs(chain, contracts, context.receivedMs);
  noteContractDrift(contracts[0], rejections);
  const columns = new OptionColumns(contracts.length);
  for (const contract of contracts) addContract(columns, contract, context, sourceMs, rejections);

  const { fromDate, toDate } = context;
  // Whoever reads a listing takes what it leaves out for gone.
  const whole = context.strikeCount === undefined && chain.isChainTruncated !== true;
  const parts = Math.max(whole ? 1 : 0, Math.ceil(columns.rows / context.rowsMax));
  const updates: OptionUpdates[] = [];
  for (let part = 0; part < parts; part += 1) {
    const rows = columns.slice('rest', part * context.rowsMax, Math.min(columns.rows, (part + 1) * context.rowsMax));
    updates.push(whole ? { ...rows, listing: { fromDate, toDate, part, parts } } : rows);
  }
  return { updates, whole, quote: quoteOf(chain, rejections), sourceMs, rejected: rejections.list() };
};

const contractsOf = (chain: WireChain): readonly WireContract[] => {
  const contracts: WireContract[] = [];
  for (const side of [chain.callExpDateMap, chain.putExpDateMap]) {
    for (const strikes of Object.values(side ?? {})) for (const listed of Object.values(strikes)) contracts.push(...listed);
  }
  return contracts;
};

const newestMs = (chain: WireChain, contracts: readonly WireContract[], receivedMs: EpochMs): EpochMs => {
  const unread = new Rejections();
  let newest = 0;
  const see = (value: unknown): void => {
    const at = timeMs(value, 'time', chain.symbol, unread);
    if (at !== undefined && at > newest && at <= receivedMs) newest = at;
  };
  see(chain.underlying?.quoteTime);
  see(chain.underlying?.tradeTime);
  for (const contract of contracts) {
    see(contract.quoteTimeInLong);
    see(contract.tradeTimeInLong);
  }
  return newest === 0 ? receivedMs : epochMs(newest);
};

const addContract = (
  columns: OptionColumns,
  contract: WireContract,
  context: ChainContext,
  sourceMs: EpochMs,
  rejections: Rejections,
): void => {
  const wireSymbol = typeof contract.symbol === 'string' ? contract.symbol : '';
  const option = parseOsi(wireSymbol);
  const refused = option === null ? 'unreadable symbol' : refusal(contract, option.root, context.underlying);
  if (option === null || refused !== null) {
    rejections.add(refused ?? 'unreadable symbol', 'contract', wireSymbol);
    return;
  }
  const symbol = oneText(formatOsi(option));
  columns.add(symbol, settlementLetter(contract.settlementType), {
    quoteMs: timeMs(contract.quoteTimeInLong, 'quoteMs', symbol, rejections) ?? sourceMs,
    tradeMs: timeMs(contract.tradeTimeInLong, 'tradeMs', symbol, rejections) ?? sourceMs,
    // The vendor computes greeks for the answer, so they are as new as the newest thing in it, however old the last quote is.
    greeksMs: sourceMs,
    openInterestMs: sourceMs,
  });
  columns.set('bid', amount(contract.bid ?? contract.bidPrice, 'bid', symbol, rejections));
  columns.set('ask', amount(contract.ask ?? contract.askPrice, 'ask', symbol, rejections));
  columns.set('bidSize', amount(contract.bidSize, 'bidSize', symbol, rejections));
  columns.set('askSize', amount(contract.askSize, 'askSize', symbol, rejections));
  columns.set('last', positive(contract.last ?? contract.lastPrice, 'last', symbol, rejections));
  columns.set('lastSize', amount(contract.lastSize, 'lastSize', symbol, rejections));
  columns.set('volume', amount(contract.totalVolume, 'volume', symbol, rejections));
  columns.set('iv', ivFromPercent(contract.volatility, symbol, rejections));
  const openInterest = amount(contract.openInterest, 'openInterest', symbol, rejections);
  columns.set('openInterest', openInterest === 0 && !context.tradingDay ? undefined : openInterest);
  columns.set('multiplier', positive(contract.multiplier, 'multiplier', symbol, rejections));
};

/** Why a contract does not belong to the standard series of the underlying; null when it does. */
const refusal = (contract: WireContract, root: string, underlying: string): RejectReason | null => {
  if (contract.nonStandard ?? contract.isNonStandard) return 'non-standard contract';
  if (contract.mini ?? contract.isMini) return 'mini contract';
  if (isAdjustedRoot(root)) return 'adjusted contract';
  return underlyingOfRoot(root) === underlying ? null : 'other underlying';
};

/** `A`, `P`, or empty: then the root decides. */
export const settlementLetter = (value: unknown): string => (value === 'A' || value === 'P' ? value : '');

const quoteOf = (chain: WireChain, rejections: Rejections): UnderlyingQuote | null => {
  const index = chain.isIndex === true || chain.symbol.startsWith('$');
  const stated =
    chain.underlying === null || chain.underlying === undefined ? null : quoteOfBlock(chain.underlying, index, rejections);
  if (stated !== null) return stated;
  const last = positive(chain.underlyingPrice, 'last', chain.symbol, rejections);
  return last === undefined ? null : { origin: 'rest', last };
};

const quoteOfBlock = (block: WireChainUnderlying, index: boolean, rejections: Rejections): UnderlyingQuote | null => {
  const price = (value: unknown, field: string): number | undefined => positive(value, field, block.symbol, rejections);
  return underlyingQuote('rest', {
    // An index is computed, not traded: a bid, ask or mark of it is a leftover that would outlive the newer last.
    bid: index ? undefined : price(block.bid, 'bid'),
    ask: index ? undefined : price(block.ask, 'ask'),
    mark: index ? undefined : price(block.mark, 'mark'),
    last: price(block.last, 'last'),
    volume: index ? undefined : amount(block.totalVolume, 'volume', block.symbol, rejections),
    quoteMs: timeMs(block.quoteTime, 'quoteMs', block.symbol, rejections),
    tradeMs: timeMs(block.tradeTime, 'tradeMs', block.symbol, rejections),
  });
};
