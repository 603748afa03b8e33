/**
 * The share of cells that get their own shade; the rest, the few greatest, share the full colour. The fewer cells, the more one giant weighs
 * among them, and the lower the share.
 */
const quantileOf = (cells: number): number => (cells >= 80 ? 0.95 : cells >= 30 ? 0.92 : 0.88);
/** How far today's limit may be outgrown before a streaming chart changes its colours. */
const overflowTolerated = 1.2;

/**
 * A high quantile of |value| over what is on screen (0.95 of 80 cells or more, 0.92 of 30, else 0.88), absent and zero cells left out; 0 when
 * nothing is. Nearest rank. Both sides share it, so a chart of one sign is no special case.
 */
export const robustLimit = (values: Iterable<number>): number => {
  const magnitudes: number[] = [];
  for (const value of values) if (Number.isFinite(value) && value !== 0) magnitudes.push(Math.abs(value));
  magnitudes.sort((a, b) => a - b);
  return magnitudes[Math.max(0, Math.ceil(quantileOf(magnitudes.length) * magnitudes.length) - 1)] ?? 0;
};

/**
 * The limit to go on with. While values stream the scale is frozen, or every tick would recolour the whole chart; it follows only when the
 * fresh limit is more than 20 % beyond it. A user's action (`rescale`) always takes the fresh one.
 */
export const followLimit = (current: number, fresh: number, rescale: boolean): number => {
  if (rescale || current <= 0) return fresh;
  return fresh > current * overflowTolerated ? fresh : current;
};
