import type { AlertCondition } from '@gexstream/domain';
import { ruleLimits } from './rule-defaults.ts';

/** What is wrong with a condition's numbers: thresholds out of range, or the exit on the side where the alert would never be over. Null: nothing. */
export const boundsProblem = (condition: AlertCondition): string | null =>
  requirements(condition).find(([holds]) => !holds)?.[1] ?? null;

const requirements = (condition: AlertCondition): readonly (readonly [holds: boolean, otherwise: string])[] => {
  switch (condition.kind) {
    case 'spot-crosses-flip':
      return [[condition.exit <= 0.05, 'exit is a distance from the flip, 5% at most']];
    case 'near-wall':
      return [
        [condition.enter > 0 && condition.enter <= 0.1, 'within is a distance from the wall, above 0 and 10% at most'],
        [condition.exit >= condition.enter, 'exit lies no nearer to the wall than within'],
      ];
    case 'level-moved':
      return [[Number.isInteger(condition.strikes) && condition.strikes >= 1, 'A level moves by whole strikes, 1 or more']];
    case 'gex-change':
      return [
        [isGexWindow(condition.windowMs), '"in" takes whole minutes, 1m to 1h'],
        [condition.enter > 0, 'A change is at least so many sigma, more than 0'],
        [condition.exit >= 0 && condition.exit <= condition.enter, 'exit lies between 0 and what it enters at'],
      ];
    case 'zero-dte-share':
      return [
        [condition.enter <= 1 && condition.exit <= 1, 'A share is 100% at most'],
        [
          condition.operator === '>' ? condition.exit <= condition.enter : condition.exit >= condition.enter,
          'exit lies on the other side of the threshold',
        ],
      ];
    case 'composite':
      return [
        [condition.enter > 0 && condition.enter <= 100, 'A composite score lies between 0 and 100'],
        [condition.exit >= 0 && condition.exit <= condition.enter, 'exit lies between 0 and the threshold'],
      ];
    case 'score-sign':
      return [[condition.least >= 0 && condition.least <= 100, 'A score lies between 0 and 100']];
    case 'skew-extreme':
      return [
        [condition.exit >= 0, 'exit is a distance, 0 or more'],
        [condition.above - condition.exit >= condition.below + condition.exit, 'above lies over below, by twice the exit'],
      ];
    default:
      return [];
  }
};

const isGexWindow = (ms: number): boolean =>
  ms >= ruleLimits.gexWindowMsMin && ms <= ruleLimits.gexWindowMsMax && ms % 60_000 === 0;
