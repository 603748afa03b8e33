const inverseSqrtTwoPi = 0.3989422804014327;

// W. J. Cody, "Rational Chebyshev approximations for the error function" (1969): three ranges of |z|, each good to a rounding or two.
const nearNumerator = [2.2352520354606837, 161.02823106855587, 1067.6894854603709, 18154.98125334356] as const;
const nearNumeratorHead = 0.06568233791820745;
const nearDenominator = [47.202581904688245, 976.0985517377767, 10260.932208618979, 45507.78933502673] as const;
const midNumerator = [
  0.39894151208813466, 8.883149794388377, 93.50665613217785, 597.2702763948002, 2494.5375852903726, 6848.190450536283,
  11602.65143764735, 9842.714838383978,
] as const;
const midNumeratorHead = 1.0765576773720192e-8;
const midDenominator = [
  22.266688044328117, 235.387901782625, 1519.3775994075547, 6485.558298266761, 18615.571640885097, 34900.95272114598,
  38912.00328609327, 19685.429676859992,
] as const;
const farNumerator = [
  0.215898534057957, 0.12740116116024736, 0.022235277870649807, 0.0014216191932278934, 2.9112874951168793e-5,
] as const;
const farNumeratorHead = 0.023073441764940174;
const farDenominator = [
  1.284260096144911, 0.4682382124808651, 0.06598813786892856, 0.0037823963320275824, 7.297515550839662e-5,
] as const;

const nearLimit = 0.67448975;
const farLimit = 5.656854249492381;

/** Density of the standard normal distribution. The square is split so that the tail keeps full relative precision. */
export const normalPdf = (z: number): number => {
  const head = Math.trunc(z * 16) / 16;
  const rest = (z - head) * (z + head);
  return inverseSqrtTwoPi * Math.exp(-0.5 * head * head) * Math.exp(-0.5 * rest);
};

/** cdf(z) − ½ for |z| up to 0.67. */
const centralArea = (z: number): number => {
  const square = z * z;
  let numerator = nearNumeratorHead * square;
  let denominator = square;
  for (let i = 0; i < 3; i++) {
    numerator = (numerator + nearNumerator[i]!) * square;
    denominator = (denominator + nearDenominator[i]!) * square;
  }
  return (z * (numerator + nearNumerator[3])) / (denominator + nearDenominator[3]);
};

/** cdf(−y) / pdf(y) / √(2π) for y of at least 0.67: the upper tail without its exponential. */
const scaledTail = (y: number): number => {
  if (y <= farLimit) {
    let numerator = midNumeratorHead * y;
    let denominator = y;
    for (let i = 0; i < 7; i++) {
      numerator = (numerator + midNumerator[i]!) * y;
      denominator = (denominator + midDenominator[i]!) * y;
    }
    return (numerator + midNumerator[7]) / (denominator + midDenominator[7]);
  }
  const square = 1 / (y * y);
  let numerator = farNumeratorHead * square;
  let denominator = square;
  for (let i = 0; i < 4; i++) {
    numerator = (numerator + farNumerator[i]!) * square;
    denominator = (denominator + farDenominator[i]!) * square;
  }
  const correction = (square * (numerator + farNumerator[4])) / (denominator + farDenominator[4]);
  return (inverseSqrtTwoPi - correction) / y;
};

/** Standard normal distribution function, to a few roundings relative to the result, in the lower tail too. */
export const normalCdf = (z: number): number => {
  if (Number.isNaN(z)) return Number.NaN;
  const y = Math.abs(z);
  if (y <= nearLimit) return 0.5 + centralArea(z);
  // Beyond 40 the tail is below the least double.
  const tail = y > 40 ? 0 : (normalPdf(y) / inverseSqrtTwoPi) * scaledTail(y);
  return z > 0 ? 1 - tail : tail;
};

/** cdf(z) / pdf(z) for z ≤ 0: the Mills ratio of the tail, finite however far out. */
export const lowerTailRatio = (z: number): number =>
  z < -nearLimit ? scaledTail(-z) / inverseSqrtTwoPi : (0.5 + centralArea(z)) / normalPdf(z);
