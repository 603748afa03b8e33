/** State of a small generator (mulberry32): jitter has to be the same for the same seed, and unlike for two processes. */
export type RandomState = number;

/** A number in [0, 1) and the state that follows. */
export const nextRandom = (state: RandomState): { readonly value: number; readonly state: RandomState } => {
  const next = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(next ^ (next >>> 15), 1 | next);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return { value: ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296, state: next };
};
