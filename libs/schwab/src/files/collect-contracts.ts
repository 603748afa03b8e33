import {
  formatOsi,
  isAdjustedRoot,
  type ListedContract,
  type OptionSymbol,
  settlementOfRoot,
  underlyingOfRoot,
} from '@gexstream/domain';
import { ChainFileError } from './chain-file-error.ts';

/** What a source says of one contract beyond its symbol; see `ListedContract`. */
export type ContractFigures = Pick<ListedContract, 'bid' | 'ask' | 'last' | 'volume' | 'openInterest' | 'iv' | 'quoteMs'> & {
  readonly settlement?: ListedContract['settlement'];
  readonly multiplier?: number;
};

/** What all contracts of a root share. */
interface Series {
  readonly underlying: string;
  readonly adjusted: boolean;
  readonly settlement: ListedContract['settlement'];
}

/** Gathers a file's contracts: one underlying, none twice, adjusted ones counted and left out. */
export class ContractCollector {
  readonly contracts: ListedContract[] = [];
  readonly #skipped = new Map<string, number>();
  readonly #seen = new Set<string>();
  readonly #series = new Map<string, Series>();
  readonly #file: string;
  #underlying: string | null = null;

  constructor(file: string) {
    this.#file = file;
  }

  /** Returns what is wrong with the contract in this file, or null. */
  add(option: OptionSymbol, figures: ContractFigures): string | null {
    const series = this.#seriesOf(option.root);
    const symbol = formatOsi(option);
    this.#underlying ??= series.underlying;
    if (series.underlying !== this.#underlying) {
      return `${symbol} is of ${series.underlying}, earlier contracts are of ${this.#underlying}; give one underlying a file`;
    }
    if (this.#seen.has(symbol)) return `${symbol} is listed twice`;
    this.#seen.add(symbol);
    if (series.adjusted) {
      this.skip('adjusted');
      return null;
    }
    this.contracts.push({
      symbol,
      root: option.root,
      expiry: option.expiry,
      side: option.side,
      strike: option.strike,
      settlement: figures.settlement ?? series.settlement,
      multiplier: figures.multiplier ?? 100,
      bid: figures.bid,
      ask: figures.ask,
      last: figures.last,
      volume: figures.volume,
      openInterest: figures.openInterest,
      iv: figures.iv,
      quoteMs: figures.quoteMs,
    });
    return null;
  }

  skip(reason: string): void {
    this.#skipped.set(reason, (this.#skipped.get(reason) ?? 0) + 1);
  }

  /** The underlying of what was added. Throws when that is nothing. */
  underlying(): string {
    if (this.#underlying === null || this.contracts.length === 0)
      throw new ChainFileError(this.#file, {}, 'holds no option contracts');
    return this.#underlying;
  }

  get skipped(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#skipped);
  }

  #seriesOf(root: string): Series {
    let series = this.#series.get(root);
    if (series === undefined) {
      series = { underlying: underlyingOfRoot(root), adjusted: isAdjustedRoot(root), settlement: settlementOfRoot(root) };
      this.#series.set(root, series);
    }
    return series;
  }
}
