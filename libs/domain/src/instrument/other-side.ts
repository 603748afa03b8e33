/** The call's put and the put's call: `SPXW  250520C05660000` ↔ `SPXW  250520P05660000`. Takes the padded form, whose position 12 holds the side. */
export const otherSide = (symbol: string): string => `${symbol.slice(0, 12)}${symbol[12] === 'C' ? 'P' : 'C'}${symbol.slice(13)}`;
