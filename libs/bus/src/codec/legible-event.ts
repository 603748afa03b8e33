import type { Envelope } from '@gexstream/domain';
import { BusError } from '../errors.ts';
import { decodeEvent } from './decode-event.ts';

/**
 * The event of a record's value; null where it has none, and where it cannot be read. For who passes such a record over because another
 * reader sends it to `dead-letters`, or because nothing follows from what was kept there.
 */
export const legibleEvent = (value: Uint8Array | null): Envelope<string, unknown> | null => {
  if (value === null) return null;
  try {
    return decodeEvent(value);
  } catch (error) {
    if (error instanceof BusError && error.code === 'BUS_UNREADABLE') return null;
    throw error;
  }
};
