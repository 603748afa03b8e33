import { shareText } from '../number-text.ts';
import { missing, type Read, zoneOf } from './reading.ts';

export const readZeroDteShare: Read<'zero-dte-share'> = ({ operator, enter, exit }, { newest }, _, underlying) => {
  const share = newest.exposures?.seen.zeroDteShare ?? null;
  if (share === null) return missing;
  return {
    zone: zoneOf(share, operator, enter, exit),
    value: share,
    threshold: enter,
    text: () => `${underlying} 0DTE share ${shareText(share)} of gross GEX ${operator} ${shareText(enter)}`,
    reference: null,
  };
};

const rank = { negative: -1, neutral: 0, positive: 1 } as const;
const nameOf = (at: number): string => Object.entries(rank).find(([, each]) => each === at)![0];

export const readRegimeChange: Read<'regime-change'> = (_, { newest }, { reference }, underlying) => {
  const regime = newest.exposures?.seen.regime ?? null;
  if (regime === null) return missing;
  const before = reference?.regime;
  return {
    zone: before === undefined || before === rank[regime] ? 'out' : 'in',
    value: rank[regime],
    threshold: before ?? null,
    text: () => `${underlying} gamma regime ${before === undefined ? '' : `${nameOf(before)} → `}${regime}`,
    reference: { regime: rank[regime] },
  };
};
