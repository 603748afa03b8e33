/** How a session's activity is spread over its seconds: lively at the open, calm at midday, lively again into the close. */
export interface DayShape {
  readonly seconds: number;
  /** Share of the day's price variance up to each second, 0 … 1; `seconds + 1` entries. */
  readonly variance: Float64Array;
  /** Share of the day's volume up to each second, 0 … 1; `seconds + 1` entries. */
  readonly volume: Float64Array;
}

const cumulative = (seconds: number, weightAt: (second: number) => number): Float64Array => {
  const out = new Float64Array(seconds + 1);
  let sum = 0;
  for (let s = 0; s < seconds; s++) {
    sum += weightAt(s);
    out[s + 1] = sum;
  }
  for (let s = 0; s <= seconds; s++) out[s] = (out[s] ?? 0) / sum;
  return out;
};

const shapes = new Map<number, DayShape>();

/** Shape of a session of this length; full and half days are the only lengths, so the cache holds two. */
export const dayShape = (seconds: number): DayShape => {
  const known = shapes.get(seconds);
  if (known) return known;
  const shape: DayShape = {
    seconds,
    variance: cumulative(seconds, (s) => 0.7 + 2.2 * Math.exp(-s / 1500) + 0.8 * Math.exp(-(seconds - s) / 1800)),
    volume: cumulative(seconds, (s) => 0.6 + 1.8 * Math.exp(-s / 1800) + 2.2 * Math.exp(-(seconds - s) / 1200)),
  };
  shapes.set(seconds, shape);
  return shape;
};

/** The first second at which the volume share has reached `share`. */
export const secondOfVolumeShare = (shape: DayShape, share: number): number => {
  let low = 0;
  let high = shape.seconds;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((shape.volume[middle] ?? 1) >= share) high = middle;
    else low = middle + 1;
  }
  return low;
};
