import { formatPoints } from '@gexstream/charts';
import type { LevelsEvent } from '@gexstream/domain';

export const points = (value: number | null): string => (value === null ? '–' : formatPoints(value));

/** Stands alone: `SPX 5,612 ▲ long-γ · flip 5,580 · walls 5,500/5,700`. */
export const levelsHeadline = ({ underlying, body }: LevelsEvent): string => {
  const long = body.total.net >= 0;
  return `${underlying} ${points(body.spot)} ${long ? '▲ long' : '▼ short'}-γ · flip ${points(body.zeroGamma)} · walls ${points(body.putWall)}/${points(body.callWall)}`;
};
