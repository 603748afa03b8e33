import type { ScannerView } from './scanner-view.ts';

/** Why the scanner has nothing of a symbol: `unclear` before a scan has ended, and where one left out too many to name them all. */
export type NothingScanned = 'not-scanned' | 'nothing-came' | 'unclear';

/** As the newest scan that ended well tells it: what is scanned and did not come is named by it. */
export const nothingScanned = ({ runs }: Pick<ScannerView, 'runs'>, symbol: string): NothingScanned => {
  const detail = runs().find(({ body }) => body.status === 'completed')?.body.detail;
  if (detail === undefined) return 'unclear';
  if (detail.includes(` ${symbol} (`)) return 'nothing-came';
  return / and \d+ more$/.test(detail) ? 'unclear' : 'not-scanned';
};
