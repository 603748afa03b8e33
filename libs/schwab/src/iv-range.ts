/**
 * What a vendor's implied volatility may be, a fraction a year. Above, the computation went wrong; below, too, and a Gaussian of such a width
 * would overflow. Either says nothing.
 */
export const ivMin = 1e-6;
export const ivMax = 10;

/** The volatility, or null where it says nothing; 0 and null are the vendors' own ways to say so. */
export const volatilityOrNone = (iv: number | null): number | null => (iv !== null && iv >= ivMin && iv <= ivMax ? iv : null);
