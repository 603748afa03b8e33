import { legibleEvent } from '@gexstream/bus';
import { isMarketEvent, type MarketEvent } from '@gexstream/domain';

/** A record of topic `market`; null for one that cannot be read, which is gex's matter: its dead letters say so. */
export const marketEvent = (value: Uint8Array | null): MarketEvent | null => {
  const event = legibleEvent(value);
  return event !== null && isMarketEvent(event) ? event : null;
};
