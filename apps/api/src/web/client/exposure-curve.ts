import { formatPoints } from '@gexstream/charts';
import type { ExposuresBody } from '../../contract/exposures.ts';

/** Of spot on each side: beyond lies what no day brings, and the middle would be pressed flat. */
const shownShare = 0.1;

type Curve = Pick<ExposuresBody, 'spot' | 'curve' | 'horizons'>;

/** What is drawn: the curve is of all expiries, whichever are chosen, and so are its roots. */
export const curvePoints = (exposures: Curve) => {
  const { spot, curve } = exposures;
  const isShown = (at: number): boolean => Math.abs(at / spot - 1) <= shownShare;
  return {
    points: curve.spot.flatMap((at, i): [number, number][] => (isShown(at) ? [[at, curve.net_gex[i]!]] : [])),
    spot,
    roots: rootsOf(exposures),
  };
};

export const curveText = (exposures: Curve): string => {
  const roots = rootsOf(exposures);
  const zero = roots.length === 0 ? 'No zero gamma within ±20 %.' : `Zero gamma: ${roots.map(pointsText).join(' · ')}.`;
  return `All expiries, if spot were elsewhere and each contract’s IV the same; ±${100 * shownShare} %. ${zero}`;
};

const rootsOf = ({ horizons }: Curve): readonly number[] => horizons.find(({ name }) => name === 'all')?.zero_gamma_all ?? [];

const pointsText = (points: number): string => formatPoints(points, 0);
