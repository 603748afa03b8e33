import { type ScannerViewEvent, toldMs } from '@gexstream/domain';
import { opportunityBody, scanStatusBody, sentimentBody } from './scanner-bodies.ts';
import type { OriginOf } from './scanner-origin.ts';

/** What `/api/v1/stream` tells of the scanner: opportunities that rose, the mood, and scans. Null for what is no such change. */
export const scannerChange = (
  event: ScannerViewEvent,
  originOf: OriginOf,
): { readonly symbol: string | null; readonly event: string; readonly data: string } | null => {
  switch (event.kind) {
    case 'opportunities': {
      const risen = event.body.rows.filter(({ crossed }) => crossed);
      if (risen.length === 0) return null;
      const rows = risen.map((row) => ({ ...opportunityBody(event, row, null), ...originOf(event, toldMs(event)) }));
      return { symbol: event.underlying, event: 'opportunities', data: JSON.stringify(rows) };
    }
    case 'sentiment':
      return {
        symbol: null,
        event: 'sentiment',
        data: JSON.stringify({ ...sentimentBody(event), ...originOf(event, event.eventMs) }),
      };
    case 'scan-run':
      return { symbol: null, event: 'scan', data: JSON.stringify(scanStatusBody([event])[0]) };
    case 'flow':
    case 'skew':
      return null;
  }
};
