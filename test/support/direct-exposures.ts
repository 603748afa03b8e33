import { type AnalysisInput, type ExposureKind, expiryTerm } from '@gexstream/domain';

type Sides = Readonly<Record<ExposureKind, { call: number; put: number }>>;

/**
 * Every exposure of a book by Haug's formulas in his own terms (cost of carry b, generalised Black–Scholes), contract by contract, with a
 * normal distribution of its own: slow, and none of the product's kernels. It shares only the time to settlement and the forward. Naive signs.
 */
export const directExposures = (input: AnalysisInput): Sides => {
  const { positions, expiries, spot: S, asOf, measure } = input;
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' }).format(asOf);
  const sums: Sides = {
    gex: { call: 0, put: 0 },
    dex: { call: 0, put: 0 },
    vex: { call: 0, put: 0 },
    chex: { call: 0, put: 0 },
    speed: { call: 0, put: 0 },
    zomma: { call: 0, put: 0 },
  };
  for (let i = 0; i < positions.length; i++) {
    const slot = expiries[positions.expiryIndex[i]!]!;
    const sigma = positions.iv[i]!;
    const oi = positions.openInterest[i]!;
    const volume = positions.volume[i]!;
    const n = measure === 'volume' ? volume : measure === 'oi_plus_volume' && slot.expiry === day ? oi + volume : oi;
    if (slot.settlesMs <= asOf || n === 0 || !(sigma > 0)) continue;
    const { years: T, carry, rate: r } = expiryTerm(slot, asOf, input.carry);
    const b = carry / T;
    const X = positions.strike[i]!;
    const call = positions.side[i] === 1;
    const d1 = (Math.log(S / X) + (b + (sigma * sigma) / 2) * T) / (sigma * Math.sqrt(T));
    const d2 = d1 - sigma * Math.sqrt(T);
    const growth = Math.exp((b - r) * T);
    const n1 = Math.exp((-d1 * d1) / 2) / Math.sqrt(2 * Math.PI);
    const delta = call ? growth * area(d1) : -growth * area(-d1);
    const gamma = (n1 * growth) / (S * sigma * Math.sqrt(T));
    const vanna = (-growth * d2 * n1) / sigma;
    const drift = n1 * (b / (sigma * Math.sqrt(T)) - d2 / (2 * T));
    const charm = call ? -growth * (drift + (b - r) * area(d1)) : -growth * (drift - (b - r) * area(-d1));
    const speed = (-gamma * (1 + d1 / (sigma * Math.sqrt(T)))) / S;
    const zomma = gamma * ((d1 * d2 - 1) / sigma);
    const shares = (call ? 1 : -1) * n * positions.multiplier[i]!;
    const side = call ? 'call' : 'put';
    sums.gex[side] += shares * gamma * S ** 2 * 0.01;
    sums.dex[side] += shares * delta * S;
    sums.vex[side] += shares * vanna * S * 0.01;
    sums.chex[side] += (shares * charm * S) / 365;
    sums.speed[side] += shares * speed * S ** 3 * 1e-4;
    sums.zomma[side] += shares * zomma * S ** 2 * 1e-4;
  }
  return sums;
};

/** N(x): Marsaglia's series near the middle, Laplace's continued fraction in the tails. */
const area = (x: number): number => {
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  if (Math.abs(x) > 5) {
    const z = Math.abs(x);
    let fraction = z;
    for (let k = 60; k > 0; k--) fraction = z + k / fraction;
    return x < 0 ? density / fraction : 1 - density / fraction;
  }
  let term = x;
  let sum = x;
  for (let k = 3; k < 200; k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return 0.5 + density * sum;
};
