import type { Envelope } from '@gexstream/domain';
import { BusError } from '../errors.ts';
import { fromColumns } from './column-block.ts';
import { formatTag, headBytes, messagePack } from './message-pack.ts';
import './symbol-columns.ts';

/** The event of a record's value; fields that this version does not know are kept. Throws `BUS_UNREADABLE`, saying what is wrong. */
export const decodeEvent = (value: Uint8Array): Envelope<string, unknown> => {
  if (value.length === 0) throw unreadable('the value is empty');
  const event = unpacked(value);
  if (!isEnvelope(event)) throw unreadable(complaint(event));
  return event;
};

const unpacked = (value: Uint8Array): unknown => {
  const format = Object.values(formatTag).find((tag) => tag === value[0]);
  if (format === undefined)
    throw unreadable(`unknown format ${value[0]}; this version reads ${Object.values(formatTag).join(', ')}`);
  try {
    const head = headBytes[format];
    const view = new DataView(value.buffer, value.byteOffset, value.length);
    const packedEnd = format === formatTag.messagePack ? value.length : head + view.getUint32(1, true);
    if (packedEnd > value.length) throw new RangeError('it ends before its columns begin');
    const packs = format === formatTag.packedColumns;
    const memoryBytes = packs ? view.getUint32(5, true) : value.length - packedEnd;
    return fromColumns(value.subarray(packedEnd), { memoryBytes, packs }, () =>
      messagePack.unpack(value.subarray(head, packedEnd)),
    );
  } catch (cause) {
    throw unreadable(`broken MessagePack: ${cause instanceof Error ? cause.message : cause}`, cause);
  }
};

const text = (value: unknown): boolean => typeof value === 'string' && value !== '';
const finite = (value: unknown): boolean => Number.isFinite(value);
const count = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;

/** What each field of the envelope must be; `body` is the reader's to judge, but it must be there. */
const fields: Readonly<
  Record<keyof Envelope<string, unknown>, { readonly is: (value: unknown) => boolean; readonly want: string }>
> = {
  kind: { is: text, want: 'a text' },
  version: { is: count, want: 'a whole number' },
  feed: { is: text, want: 'a text' },
  run: { is: text, want: 'a text' },
  underlying: { is: text, want: 'a text' },
  seq: { is: count, want: 'a whole number' },
  eventMs: { is: finite, want: 'epoch ms' },
  receiveMs: { is: finite, want: 'epoch ms' },
  emitMs: { is: finite, want: 'epoch ms' },
  sessionDate: { is: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value), want: 'a date YYYY-MM-DD' },
  body: { is: (value) => value !== undefined, want: 'present' },
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);

const checks = Object.entries(fields);

const isEnvelope = (value: unknown): value is Envelope<string, unknown> =>
  isObject(value) && checks.every(([name, field]) => field.is(value[name]));

const complaint = (value: unknown): string => {
  if (!isObject(value)) return 'not an envelope but a bare value';
  const wrong = checks.find(([name, field]) => !field.is(value[name]));
  if (wrong === undefined) return 'not an envelope';
  const [name, field] = wrong;
  return value[name] === undefined
    ? `the envelope has no ${name}`
    : `${name} must be ${field.want}, got ${readable(value[name])}`;
};

const readable = (value: unknown): string => (JSON.stringify(value) ?? String(value)).slice(0, 60);

const unreadable = (what: string, cause?: unknown): BusError =>
  new BusError('BUS_UNREADABLE', `Cannot read the record: ${what}. Send it to dead-letters and go on`, cause);
