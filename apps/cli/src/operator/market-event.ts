import { decodeEvent } from '@gexstream/bus';
import { isMarketEvent, type MarketEvent } from '@gexstream/domain';

/** A record of topic `market`; null for one that cannot be read, which is gex's matter: its dead letters say so. */
export const marketEvent = (value: Uint8Array | null): MarketEvent | null => {
  if (value === null) return null;
  try {
    const event = decodeEvent(value);
    return isMarketEvent(event) ? event : null;
  } catch {
    return null;
  }
};
