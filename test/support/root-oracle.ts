import { type AnalysisInput, expiryTerm } from '@gexstream/domain';

/**
 * Total GEX re-priced over spot, contract by contract, at many spots even in logarithm over ±20 %: slow, and none of the product's kernels. By
 * S² × gamma = K e^(−rT) φ(d2) / (σ√T). Naive signs, measure `oi`.
 */
export interface RootOracle {
  /** Neighbouring spots between which the total changes its sign. */
  readonly crossings: readonly (readonly [below: number, above: number])[];
  /** Of the total at one spot; 0 where it is below the rounding of its terms. */
  signAt(spot: number): number;
}

const levels = 6_001;
/** Of the sum of all sizes: rounding of d2 grows with its square. */
const noiseShare = 1e-13;
/** exp(−d²/2) is below the least double. */
const outOfReach = 38.6;

export const rootOracle = (input: AnalysisInput, expiry?: string): RootOracle => {
  const contracts = heldContracts(input, expiry);
  const signOf = (value: number, gross: number): number => (Math.abs(value) <= noiseShare * gross ? 0 : Math.sign(value));
  const spots = Array.from({ length: levels }, (_, j) => input.spot * 0.8 * 1.5 ** (j / (levels - 1)));
  const logs = spots.map(Math.log);
  const [values, gross] = [new Float64Array(levels), new Float64Array(levels)];
  const [first, step] = [logs[0]!, (logs.at(-1)! - logs[0]!) / (levels - 1)];
  for (const contract of contracts) {
    const reach = outOfReach * contract.deviation;
    const from = Math.max(0, Math.floor((contract.centre - reach - first) / step));
    const to = Math.min(levels - 1, Math.ceil((contract.centre + reach - first) / step));
    for (let j = from; j <= to; j++) {
      const term = termAt(contract, logs[j]!);
      values[j]! += term;
      gross[j]! += Math.abs(term);
    }
  }
  const signed = spots.map((spot, j) => ({ spot, sign: signOf(values[j]!, gross[j]!) })).filter(({ sign }) => sign !== 0);
  const crossings = signed.flatMap(({ spot, sign }, j): [number, number][] =>
    j > 0 && signed[j - 1]!.sign !== sign ? [[signed[j - 1]!.spot, spot]] : [],
  );
  return {
    crossings,
    signAt: (spot) => {
      const terms = contracts.map((contract) => termAt(contract, Math.log(spot)));
      return signOf(
        terms.reduce((sum, term) => sum + term, 0),
        terms.reduce((sum, term) => sum + Math.abs(term), 0),
      );
    },
  };
};

interface Held {
  /** ln of the spot at which d2 is zero. */
  readonly centre: number;
  readonly deviation: number;
  readonly peak: number;
}

const termAt = ({ centre, deviation, peak }: Held, logSpot: number): number => {
  const d2 = (logSpot - centre) / deviation;
  return Math.abs(d2) > outOfReach ? 0 : peak * Math.exp((-d2 * d2) / 2);
};

const heldContracts = ({ positions, expiries, asOf, carry }: AnalysisInput, expiry?: string): readonly Held[] => {
  const { strike, iv, openInterest, side, multiplier, expiryIndex, exclusion } = positions;
  return Array.from({ length: positions.length }, (_, i) => i).flatMap((i) => {
    const slot = expiries[expiryIndex[i]!]!;
    if (slot.settlesMs <= asOf || exclusion[i] !== 0 || !(openInterest[i]! > 0) || !(iv[i]! > 0)) return [];
    if (expiry !== undefined && slot.expiry !== expiry) return [];
    const { years, carry: drift, discount } = expiryTerm(slot, asOf, carry);
    const deviation = iv[i]! * Math.sqrt(years);
    const peak = (side[i]! * openInterest[i]! * multiplier[i]! * strike[i]! * discount) / deviation;
    return [{ centre: Math.log(strike[i]!) - drift + (deviation * deviation) / 2, deviation, peak }];
  });
};
