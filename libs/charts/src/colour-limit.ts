/** The share of cells that get their own shade; the rest, the few greatest, share the full colour. */
const quantile = 0.95;
/** How far today's limit may be outgrown before a streaming chart changes its colours. */
const overflowTolerated = 1.2;

/** The 95 % quantile of |value| over what is on screen, absent and zero cells left out; 0 when nothing is. Nearest rank. */
export const robustLimit = (values: Iterable<number>): number => {
  const magnitudes: number[] = [];
  for (const value of values) if (Number.isFinite(value) && value !== 0) magnitudes.push(Math.abs(value));
  magnitudes.sort((a, b) => a - b);
  return magnitudes[Math.max(0, Math.ceil(quantile * magnitudes.length) - 1)] ?? 0;
};

/**
 * The limit to go on with. While values stream the scale is frozen, or every tick would recolour the whole chart; it follows only when the
 * fresh limit is more than 20 % beyond it. A user's action (`rescale`) always takes the fresh one.
 */
export const followLimit = (current: number, fresh: number, rescale: boolean): number => {
  if (rescale || current <= 0) return fresh;
  return fresh > current * overflowTolerated ? fresh : current;
};
