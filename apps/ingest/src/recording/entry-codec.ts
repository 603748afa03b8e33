import { epochMs } from '@gexstream/domain';
import { entryKinds, type RecordingEntry, RecordingError, type StoredEntry } from './recording-format.ts';

/** Length of the body (u32), kind (u8), time (f64), length of the request (u16); then request and body in UTF-8. */
const headBytes = 15;
const requestBytesMax = 0xffff;

export const encodeEntry = ({ kind, receivedMs, request, body }: RecordingEntry): Buffer => {
  const requestBytes = Buffer.byteLength(request);
  if (requestBytes > requestBytesMax)
    throw new RangeError(`a request of ${requestBytes} bytes; ${requestBytesMax} is the most an entry holds`);
  const bodyBytes = Buffer.byteLength(body);
  const bytes = Buffer.allocUnsafe(headBytes + requestBytes + bodyBytes);
  bytes.writeUInt32LE(bodyBytes, 0);
  bytes.writeUInt8(entryKinds.indexOf(kind), 4);
  bytes.writeDoubleLE(receivedMs, 5);
  bytes.writeUInt16LE(requestBytes, 13);
  bytes.write(request, headBytes);
  bytes.write(body, headBytes + requestBytes);
  return bytes;
};

/** The entries of one block. Throws a `RecordingError` when they do not fill it exactly; `place` names the block. */
export function* decodeEntries(block: Buffer, place: string): Generator<StoredEntry> {
  for (let at = 0; at < block.length; ) {
    const head = block.subarray(at, at + headBytes);
    const bodyBytes = head.length < headBytes ? Number.POSITIVE_INFINITY : head.readUInt32LE(0);
    const requestBytes = head.length < headBytes ? 0 : head.readUInt16LE(13);
    const bodyAt = at + headBytes + requestBytes;
    const end = bodyAt + bodyBytes;
    if (end > block.length) throw new RecordingError(`${place}: the entry at byte ${at} of it is longer than the block`);
    const kind = entryKinds[head.readUInt8(4)];
    const receivedMs = head.readDoubleLE(5);
    if (kind === undefined || !Number.isFinite(receivedMs))
      throw new RecordingError(`${place}: what stands at byte ${at} of it is no entry`);
    yield {
      kind,
      receivedMs: epochMs(receivedMs),
      request: block.toString('utf8', at + headBytes, bodyAt),
      body: block.subarray(bodyAt, end),
    };
    at = end;
  }
}
