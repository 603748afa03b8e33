import type { OpportunityRow } from '@gexstream/domain';

/** How alerts name a contract of their symbol: `100C 2026-11-27`. Outcomes of it are found by the same words. */
export const contractText = ({ strike, side, expiry }: Pick<OpportunityRow, 'strike' | 'side' | 'expiry'>): string =>
  `${strike}${side === 'call' ? 'C' : 'P'} ${expiry}`;
