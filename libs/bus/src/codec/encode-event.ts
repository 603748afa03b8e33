import type { Envelope } from '@gexstream/domain';
import { formatTag, messagePack } from './message-pack.ts';

/** The value of a record: a format tag, then the event. The same event (with its keys in the same order) gives the same bytes. */
export const encodeEvent = (event: Envelope<string, unknown>): Uint8Array => {
  const packed = messagePack.pack(event);
  const value = new Uint8Array(packed.length + 1);
  value[0] = formatTag.messagePack;
  value.set(packed, 1);
  return value;
};
