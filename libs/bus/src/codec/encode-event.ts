import type { Envelope } from '@gexstream/domain';
import { withColumns } from './column-block.ts';
import { formatTag, headBytes, messagePack } from './message-pack.ts';

/** The value of a record: head, event, columns. The same event (with its keys in the same order) gives the same bytes. */
export const encodeEvent = (event: Envelope<string, unknown>): Uint8Array => {
  const { packed, bytes, place } = withColumns(() => messagePack.pack(event));
  const value = new Uint8Array(headBytes + packed.length + bytes);
  value[0] = formatTag.messagePackAndColumns;
  new DataView(value.buffer).setUint32(1, packed.length, true);
  value.set(packed, headBytes);
  place(value.subarray(headBytes + packed.length));
  return value;
};
