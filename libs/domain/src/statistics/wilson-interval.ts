/** Below it a rate says more about chance than about what it is of. */
export const outcomesMin = 30;
/** Two-sided 95 %. */
const z = 1.959963984540054;

/** Of a share `hits / n`, two-sided at 95 %: it never leaves 0 to 1, and is honest at small n. */
export const wilsonInterval = (hits: number, n: number): readonly [low: number, high: number] => {
  const share = hits / n;
  const spread = z ** 2 / n;
  const center = (share + spread / 2) / (1 + spread);
  const half = (z * Math.sqrt((share * (1 - share) + spread / 4) / n)) / (1 + spread);
  return [Math.max(0, center - half), Math.min(1, center + half)];
};
