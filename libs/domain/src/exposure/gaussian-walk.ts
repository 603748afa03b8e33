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
  const bend = Math.exp(-stride * stride);
  out[start]! += value;

  const last = Math.min(count - 1, start + Math.ceil((reach - d) / stride));
  let term = value;
  let ratio = Math.exp(-stride * (d + 0.5 * stride));
  for (let j = start + 1; j <= last; j++) {
    term *= ratio;
    ratio *= bend;
    out[j]! += term;
  }

  const first = Math.max(0, start - Math.ceil((reach + d) / stride));
  term = value;
  ratio = Math.exp(stride * (d - 0.5 * stride));
  for (let j = start - 1; j >= first; j--) {
    term *= ratio;
    ratio *= bend;
    out[j]! += term;
  }
};
