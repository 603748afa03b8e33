import type { Envelope } from '@gexstream/domain';

/** One line of JSON for people: typed arrays as plain ones, numbers that JSON has no form for (NaN, infinities) as null, times as they are. */
export const readableJson = (event: Envelope<string, unknown>): string => JSON.stringify(event, plain);

/** Looks at the holder's own value: a Buffer's `toJSON` has run before a replacer is asked. */
function plain(this: Readonly<Record<string, unknown>>, key: string, value: unknown): unknown {
  const raw = this[key];
  if (isNumberArray(raw)) return Array.from<number | bigint>(raw);
  return typeof raw === 'bigint' ? raw.toString() : value;
}

const isNumberArray = (value: unknown): value is Iterable<number | bigint> =>
  ArrayBuffer.isView(value) && Symbol.iterator in value;
