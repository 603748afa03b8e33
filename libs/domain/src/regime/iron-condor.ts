import type { ExpiringQuotes } from '../book/expiring-quotes.ts';
import type { RegimeCard } from './regime-card.ts';

/** One contract of a structure, as it is quoted: points a share, null where that is not known. */
export interface QuotedLeg {
  readonly action: 'buy' | 'sell';
  readonly side: 'call' | 'put';
  readonly strike: number;
  readonly bid: number | null;
  readonly ask: number | null;
  readonly delta: number | null;
}

/** A short put spread and a short call spread of what expires today. Points a share; what a leg without a sound quote leaves open is null. */
export interface IronCondor {
  /** By strike, ascending: put bought, put sold, call sold, call bought. */
  readonly legs: readonly [QuotedLeg, QuotedLeg, QuotedLeg, QuotedLeg];
  /** All four at their mids. */
  readonly creditMid: number | null;
  /** What is sold at its bid, what is bought at its ask. */
  readonly creditAtMarket: number | null;
  /** The wider spread less the credit at the mids. */
  readonly maxLoss: number | null;
  /** Where it breaks even at settlement, by the credit at the mids. */
  readonly breakEven: { readonly low: number; readonly high: number } | null;
}

/** What is sold is as near to spot as this |delta| allows. */
const soldDeltaMax = 0.1;
/** Of spot: what is bought lies at least so far beyond, some 25 points of SPX. */
const wingShareMin = 0.004;

/**
 * The one structure that a card speaks for: where net gamma is positive, hedging damps moves. No probability is claimed, and no price made
 * up. Null with another profile, and where today's chain has not its four strikes.
 */
export const ironCondor = (
  { profile, spot }: Pick<RegimeCard, 'profile' | 'spot'>,
  quotes: ExpiringQuotes | null,
): IronCondor | null => {
  if (profile !== 'positive' || quotes === null) return null;
  const [put, call] = [spread(quotes, 'put', spot), spread(quotes, 'call', spot)];
  if (put === null || call === null) return null;
  const [sold, bought] = [
    [put.sold, call.sold],
    [put.bought, call.bought],
  ];
  const creditMid = credit(sold.map(mid), bought.map(mid));
  const width = Math.max(put.sold.strike - put.bought.strike, call.bought.strike - call.sold.strike);
  return {
    legs: [put.bought, put.sold, call.sold, call.bought],
    creditMid,
    creditAtMarket: credit(
      sold.map((leg) => (mid(leg) === null ? null : leg.bid)),
      bought.map((leg) => (mid(leg) === null ? null : leg.ask)),
    ),
    maxLoss: creditMid === null ? null : width - creditMid,
    breakEven: creditMid === null ? null : { low: put.sold.strike - creditMid, high: call.sold.strike + creditMid },
  };
};

const spread = (
  quotes: ExpiringQuotes,
  side: 'call' | 'put',
  spot: number,
): { readonly sold: QuotedLeg; readonly bought: QuotedLeg } | null => {
  const legs = legsAway(quotes, side, spot);
  const sold = legs.find(({ delta }) => delta !== null && Math.abs(delta) <= soldDeltaMax);
  if (sold === undefined) return null;
  const bought = legs.find(({ strike }) => Math.abs(strike - spot) - Math.abs(sold.strike - spot) >= wingShareMin * spot);
  return bought === undefined ? null : { sold: { ...sold, action: 'sell' }, bought };
};

/** The side's contracts out of the money, the nearest first. */
const legsAway = ({ strikes, ...sides }: ExpiringQuotes, side: 'call' | 'put', spot: number): readonly QuotedLeg[] => {
  const { bid, ask, delta } = sides[side];
  const known = (value: number): number | null => (Number.isNaN(value) ? null : value);
  const legs = Array.from(
    strikes,
    (strike, i): QuotedLeg => ({
      ...{ action: 'buy', side, strike },
      ...{ bid: known(bid[i]!), ask: known(ask[i]!), delta: known(delta[i]!) },
    }),
  )
    // A strike may be listed for the other side alone.
    .filter((leg) => leg.bid !== null || leg.ask !== null || leg.delta !== null)
    .filter(({ strike }) => (side === 'call' ? strike > spot : strike < spot));
  return side === 'call' ? legs : legs.reverse();
};

/** Null unless both sides are quoted and not crossed. */
const mid = ({ bid, ask }: QuotedLeg): number | null =>
  bid === null || ask === null || ask <= 0 || bid > ask ? null : (bid + ask) / 2;

const credit = (sold: readonly (number | null)[], bought: readonly (number | null)[]): number | null => {
  const [received, paid] = [sumOf(sold), sumOf(bought)];
  return received === null || paid === null ? null : received - paid;
};

const sumOf = (prices: readonly (number | null)[]): number | null =>
  prices.reduce<number | null>((sum, price) => (sum === null || price === null ? null : sum + price), 0);
