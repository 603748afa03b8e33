import type { MarketEvent, OptionField } from '@gexstream/domain';
import { optionField } from '@gexstream/domain';

/** One value of one contract with its source time: what a frame says, and what a record has to say after it. */
export const streamedValue = (symbol: string, field: string, value: number, atMs: number): string =>
  `${symbol} ${field} ${value} ${atMs}`;

/** Field of the wire → name, what makes it a fraction, and which time is its own. Read off the streamer's guide, not off our decoder. */
const wireFields = [
  { number: '2', name: 'bid', scale: 1, time: '38' },
  { number: '3', name: 'ask', scale: 1, time: '38' },
  { number: '16', name: 'bidSize', scale: 1, time: '38' },
  { number: '17', name: 'askSize', scale: 1, time: '38' },
  { number: '4', name: 'last', scale: 1, time: '39' },
  { number: '18', name: 'lastSize', scale: 1, time: '39' },
  { number: '8', name: 'volume', scale: 1, time: '39' },
  { number: '9', name: 'openInterest', scale: 1, time: null },
  { number: '10', name: 'iv', scale: 100, time: null },
] as const;

interface WireData {
  readonly service: string;
  readonly timestamp: number;
  readonly content: readonly Readonly<Record<string, unknown>>[];
}

interface WireFrame {
  readonly data?: readonly WireData[];
}

/** The option values in one frame of the streamer; none in what is no such frame. */
export const valuesSent = (text: string): readonly string[] => {
  let frame: WireFrame;
  try {
    frame = JSON.parse(text) as WireFrame;
  } catch {
    return [];
  }
  const data: readonly WireData[] = Array.isArray(frame.data) ? frame.data : [];
  return data
    .filter(({ service, content }) => service === 'LEVELONE_OPTIONS' && Array.isArray(content))
    .flatMap(({ timestamp, content }) =>
      content.flatMap((row) =>
        wireFields.flatMap(({ number, name, scale, time }) => {
          const value = row[number];
          // −999 is "none"; so is a price or an IV of 0.
          const none = typeof value !== 'number' || value === -999 || (value === 0 && (name === 'last' || name === 'iv'));
          const own = time === null ? undefined : row[time];
          return none ? [] : [streamedValue(String(row.key), name, value / scale, typeof own === 'number' ? own : timestamp)];
        }),
      ),
    );
};

const groupTimes = {
  bid: 'quoteMs',
  ask: 'quoteMs',
  bidSize: 'quoteMs',
  askSize: 'quoteMs',
  last: 'tradeMs',
  lastSize: 'tradeMs',
  volume: 'tradeMs',
  openInterest: 'openInterestMs',
  iv: 'greeksMs',
} as const satisfies Partial<Record<OptionField, string>>;

/** The option values that the stream brought in one record of topic `market`. */
export const valuesRecorded = (event: MarketEvent): readonly string[] => {
  if (event.kind !== 'option-updates' || event.body.origin !== 'stream') return [];
  const { symbols, mask, columns } = event.body;
  return symbols.flatMap((symbol, row) =>
    wireFields.flatMap(({ name }) => {
      const times = event.body[groupTimes[name]];
      if ((mask[row]! & optionField[name]) === 0) return [];
      return [streamedValue(symbol, name, columns[name]![row]!, times?.[row] ?? event.eventMs)];
    }),
  );
};
