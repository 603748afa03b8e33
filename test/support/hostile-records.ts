import { type BusRecord, decodeEvent, encodeEvent, topic } from '@gexstream/bus';

/** Records that no reader of topics `market` and `levels` can read, in the place of a good one of `market`. */
export const hostileRecords = (good: BusRecord): readonly BusRecord[] => {
  const event = decodeEvent(good.value!);
  const ofMarket: readonly Uint8Array[] = [
    new Uint8Array(0),
    new TextEncoder().encode('not an event'),
    Uint8Array.from({ length: 512 }, (_, index) => (index * 37) & 0xff),
    good.value!.subarray(0, good.value!.length >> 1),
    encodeEvent({ ...event, version: event.version + 2 }),
    encodeEvent({ ...event, kind: 'levels' }),
    encodeEvent({ ...event, kind: 'option-updates', body: { symbols: ['SPX'], mask: 'none' } }),
  ];
  const ofLevels: readonly Uint8Array[] = [
    new TextEncoder().encode('{"kind":"levels"}'),
    encodeEvent({ ...event, kind: 'levels', body: { underlying: 'SPX' } }),
    encodeEvent({ ...event, kind: 'levels', version: event.version + 2 }),
  ];
  return [
    ...ofMarket.map((value): BusRecord => ({ ...good, value })),
    ...ofLevels.map((value): BusRecord => ({ ...good, topic: topic.levels.name, value })),
  ];
};
