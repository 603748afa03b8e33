import type { EpochMs, OptionField } from '@gexstream/domain';
import { ivMax, ivMin } from '../iv-range.ts';
import { contentFieldsMax, type ScannedContent } from '../stream/scanned-content.ts';
import { streamOptionField } from '../wire/index.ts';
import { settlementLetter } from './chain.ts';
import type { OptionColumns } from './option-columns.ts';
import { timeMsMax, timeMsMin } from './wire-value.ts';

interface PlainField {
  /** What its number may be to need no closer look; 0 may always stand. */
  readonly least: number;
  readonly most: number;
  /** Null for the times. */
  readonly column: OptionField | null;
  readonly zeroIsNone: boolean;
}

const amount = (column: OptionField): PlainField => ({ least: 0, most: Number.MAX_VALUE, column, zeroIsNone: false });
const positive = (column: OptionField): PlainField => ({ ...amount(column), zeroIsNone: true });
const time: PlainField = { least: timeMsMin, most: timeMsMax, column: null, zeroIsNone: true };
const read = {
  bid: amount('bid'),
  ask: amount('ask'),
  bidSize: amount('bidSize'),
  askSize: amount('askSize'),
  last: positive('last'),
  lastSize: amount('lastSize'),
  totalVolume: amount('volume'),
  volatility: { ...positive('iv'), least: ivMin * 100, most: ivMax * 100 },
  openInterest: amount('openInterest'),
  multiplier: positive('multiplier'),
  quoteTime: time,
  tradeTime: time,
} as const satisfies Partial<Record<keyof typeof streamOptionField, PlainField>>;
/** By number; undefined: not read. */
const plainFields = new Array<PlainField | undefined>(contentFieldsMax).fill(undefined);
for (const [name, field] of Object.entries(read)) plainFields[Number(streamOptionField[name as keyof typeof read])] = field;
const [quoteTime, tradeTime, volatility, openInterest, settlement] = [
  Number(streamOptionField.quoteTime),
  Number(streamOptionField.tradeTime),
  Number(streamOptionField.volatility),
  Number(streamOptionField.openInterest),
  Number(streamOptionField.settlementType),
];

/**
 * Adds the row that `addContent` adds, in a fraction of the time, of a content in which every number is as it should be. False, and nothing
 * added, of any other.
 */
export const addPlainContent = (
  columns: OptionColumns,
  symbol: string,
  content: ScannedContent,
  timestampMs: EpochMs,
  tradingDay: boolean,
): boolean => {
  const { fields, count } = content;
  for (let at = 0; at < count; at++) if (!isPlain(content, fields[at]!)) return false;
  columns.add(symbol, settlementLetter(content.text(settlement)), {
    quoteMs: timeOr(timestampMs, content, quoteTime),
    tradeMs: timeOr(timestampMs, content, tradeTime),
    greeksMs: timestampMs,
    openInterestMs: timestampMs,
  });
  for (let at = 0; at < count; at++) {
    const number = fields[at]!;
    const field = plainFields[number];
    if (field === undefined || field.column === null) continue;
    const value = content.number(number);
    if (value === 0 && (field.zeroIsNone || (number === openInterest && !tradingDay))) continue;
    columns.set(field.column, number === volatility ? value / 100 : value);
  }
  return true;
};

const isPlain = (content: ScannedContent, number: number): boolean => {
  if (number === settlement) return content.isText(number);
  const field = plainFields[number];
  if (field === undefined) return true;
  if (!content.isNumber(number)) return false;
  const value = content.number(number);
  return value === 0 || (value >= field.least && value <= field.most);
};

const timeOr = (otherwise: EpochMs, content: ScannedContent, number: number): number =>
  content.isNumber(number) && content.number(number) !== 0 ? content.number(number) : otherwise;
