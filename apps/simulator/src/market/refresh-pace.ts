import type { OptionContract } from './option-contract.ts';

/** A contract keeps its pace for this long; then the money may have moved and the pace is chosen again. */
const blockSeconds = 300;

const paces: readonly (readonly [logDistanceMax: number, seconds: number])[] = [
  [0.01, 1],
  [0.025, 2],
  [0.05, 5],
  [0.1, 15],
];
const farPaceSeconds = 60;

/**
 * The second of the session at which a contract's market was last made anew: each second near the money, seldom far out. Never
 * moves backwards as `second` grows, whatever the spot does.
 */
export const refreshSecond = (contract: OptionContract, second: number, spotAt: (second: number) => number): number => {
  const phase = contract.id % blockSeconds;
  const block = second < phase ? 0 : Math.floor((second - phase) / blockSeconds) * blockSeconds + phase;
  const distance = Math.abs(Math.log(contract.strike / spotAt(block)));
  const pace = paces.find(([max]) => distance <= max)?.[1] ?? farPaceSeconds;
  return block + Math.floor((second - block) / pace) * pace;
};
