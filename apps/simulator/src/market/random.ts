/**
 * Random numbers that depend on nothing but their labels, so that any part of the market can be computed at any time and in any
 * order. `fnv1a` mixes labels to 32 bits, `uniformOf` is murmur3's finaliser over a few integers, and `sfc32` (Doty-Humphrey) is
 * the generator where a long series is needed.
 */
export type Generator = () => number;

/** 32-bit hash of a label. */
export const fnv1a = (label: string): number => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < label.length; i++) hash = Math.imul(hash ^ label.charCodeAt(i), 0x01000193);
  return finalize(hash);
};

const finalize = (bits: number): number => {
  let h = bits;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
};

/** Uniform in [0, 1), fixed by three integers. */
export const uniformOf = (a: number, b: number, c = 0): number => {
  const mixed = finalize(a ^ Math.imul(b, 0x9e3779b1));
  return finalize(mixed ^ Math.imul(c, 0x7feb352d) ^ 0x68bc21eb) / 4_294_967_296;
};

/** Standard normal, fixed by three integers. */
export const normalOf = (a: number, b: number, c = 0): number => {
  const u = Math.max(uniformOf(a, b, c * 2 + 1), 1e-12);
  return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * uniformOf(a, b, c * 2 + 2));
};

/** Uniform series in [0, 1). */
export const sfc32 = (label: string): Generator => {
  let a = fnv1a(`${label}/a`);
  let b = fnv1a(`${label}/b`);
  let c = fnv1a(`${label}/c`);
  let counter = 1;
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
};

/** Fills `out` with standard normals (polar method). */
export const fillNormals = (next: Generator, out: Float64Array): void => {
  for (let i = 0; i < out.length; i += 2) {
    let x: number;
    let y: number;
    let square: number;
    do {
      x = 2 * next() - 1;
      y = 2 * next() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square === 0);
    const scale = Math.sqrt((-2 * Math.log(square)) / square);
    out[i] = x * scale;
    if (i + 1 < out.length) out[i + 1] = y * scale;
  }
};
