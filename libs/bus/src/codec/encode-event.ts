import type { Envelope } from '@gexstream/domain';
import { withColumns } from './column-block.ts';
import { formatTag, headBytes, messagePack } from './message-pack.ts';
import { withSymbolColumns } from './symbol-columns.ts';

/** The value of a record: head, event, columns. The same event (with its keys in the same order) gives the same bytes. */
export const encodeEvent = (event: Envelope<string, unknown>): Uint8Array => {
  const { packed, bytes, memoryBytes, place } = withColumns(() => messagePack.pack(withSymbolColumns(event)));
  const head = headBytes[formatTag.packedColumns];
  const value = new Uint8Array(head + packed.length + bytes);
  value[0] = formatTag.packedColumns;
  const view = new DataView(value.buffer);
  view.setUint32(1, packed.length, true);
  view.setUint32(5, memoryBytes, true);
  value.set(packed, head);
  place(value.subarray(head + packed.length));
  return value;
};
