/** exp(−8.85²/2) is 1e-17: further out a contract is below the rounding of its own peak. */
const reach = 8.85;

/**
 * Adds w·exp(−(a + x·v)²/2) to `out[j]` at x = origin + j × step, j < count. On an even grid the ratio of neighbours is itself a
 * geometric sequence, so each further point costs two multiplications. Walks outwards from the grid point nearest the peak: a start
 * in the tail would multiply an underflow. Points below 1e-17 of the peak get nothing.
 */
export const addGaussian = (
  out: Float64Array,
  origin: number,
  step: number,
  count: number,
  a: number,
  v: number,
  w: number,
): void => {
  const peak = Math.round((-a / v - origin) / step);
  const start = peak < 0 ? 0 : peak >= count ? count - 1 : peak;
  const d = a + (origin + start * step) * v;
  if (d > reach || d < -reach) return;
  const value = w * Math.exp(-0.5 * d * d);
  const stride = step * v;
  const up = Math.exp(-stride * (d + 0.5 * stride));
  const down = Math.exp(stride * (d - 0.5 * stride));
  const ahead = Math.min(count - 1 - start, Math.ceil((reach - d) / stride));
  const behind = Math.min(start, Math.ceil((reach + d) / stride));
  out[start]! += value;
  walkUp(out, start, ahead, value, up, up * down);
  walkDown(out, start, behind, value, down, up * down);
};

/**
 * Adds `points` values beyond `start`. `ratio` leads to the first, each next ratio is `bend` times the one before. Odd and even points are two
 * sequences, so that no product waits for the one before it.
 */
const walkUp = (out: Float64Array, start: number, points: number, value: number, ratio: number, bend: number): void => {
  const bend2 = bend * bend;
  const bend4 = bend2 * bend2;
  let odd = value * ratio;
  let even = odd * ratio * bend;
  let oddRatio = ratio * ratio * bend2 * bend;
  let evenRatio = oddRatio * bend2;
  const last = start + points;
  let j = start + 1;
  for (; j < last; j += 2) {
    out[j]! += odd;
    out[j + 1]! += even;
    odd *= oddRatio;
    even *= evenRatio;
    oddRatio *= bend4;
    evenRatio *= bend4;
  }
  if (j === last) out[j]! += odd;
};

/** The same downwards: one function told the direction takes a third longer. */
const walkDown = (out: Float64Array, start: number, points: number, value: number, ratio: number, bend: number): void => {
  const bend2 = bend * bend;
  const bend4 = bend2 * bend2;
  let odd = value * ratio;
  let even = odd * ratio * bend;
  let oddRatio = ratio * ratio * bend2 * bend;
  let evenRatio = oddRatio * bend2;
  const first = start - points;
  let j = start - 1;
  for (; j > first; j -= 2) {
    out[j]! += odd;
    out[j - 1]! += even;
    odd *= oddRatio;
    even *= evenRatio;
    oddRatio *= bend4;
    evenRatio *= bend4;
  }
  if (j === first) out[j]! += odd;
};
