/** Where a price stands among ascending strikes, counted from the lowest: 1.5 is midway between the second and the third. Held within them. */
export const placeOnStrikes = (strikes: readonly number[], price: number): number => {
  const above = strikes.findIndex((strike) => strike >= price);
  if (above < 0) return strikes.length - 1;
  if (above === 0) return 0;
  const [low, high] = [strikes[above - 1]!, strikes[above]!];
  return above - 1 + (price - low) / (high - low);
};
