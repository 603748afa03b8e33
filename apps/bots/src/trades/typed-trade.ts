import { type EpochMs, easternDate, easternTime, type Trade } from '@gexstream/domain';
import { CommandError } from '../commands/command.ts';
import { canonicalSymbol } from '../commands/known-symbol.ts';

export const tradeExample = 'outcome add SPX 6000C 2026-11-20 @4.10 x2';

/** An entry as it is typed: without an owner. */
export type TypedTrade = Pick<Trade, 'symbol' | 'expiry' | 'strike' | 'side' | 'direction' | 'quantity' | 'note'> & {
  readonly price: number;
  readonly atMs: EpochMs;
};

const number = '(\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d*\\.?\\d+)';
const shapes = {
  contract: new RegExp(`^${number}([cp])$`),
  expiry: /^(\d{4}-\d{2}-\d{2}|0dte)$/,
  price: new RegExp(`^@${number}$`),
  quantity: /^x(\d{1,9})$/,
  direction: /^(long|short)$/,
} as const;
type Part = keyof typeof shapes;
const parts = Object.keys(shapes) as readonly Part[];

/**
 * `SPX 6000C 2026-11-20 @4.10 x2 short at 10:30 note TEXT`: the symbol first, then the rest in any order, the note last. Times are New
 * York's, of today. Throws a `CommandError`; what the numbers may be the trade desk says.
 */
export const typedTrade = (text: string, now: EpochMs): TypedTrade => {
  const [, told = '', note = ''] = /^(.*?)(?:\s+note\s+(.*))?$/is.exec(text.trim()) ?? [];
  const { rest, atMs } = timeIn(told, now);
  const [symbol = '', ...words] = rest.split(/\s+/).filter(Boolean);
  if (symbol === '') throw new CommandError('Which trade?', `For example: ${tradeExample}`);
  const found = new Map<Part, RegExpExecArray>();
  for (const word of words) {
    const part = parts.find((each) => shapes[each].test(word.toLowerCase()));
    if (part === undefined)
      throw new CommandError(
        `"${word.slice(0, 30)}" is not understood.`,
        'A contract is 6000C, an expiry 2026-11-20 or 0dte, a price @4.10, contracts x2; long or short; at 10:30; note …',
        `For example: ${tradeExample}`,
      );
    if (found.has(part)) throw new CommandError(`"${word.slice(0, 30)}" is a second ${part}: keep one.`);
    found.set(part, shapes[part].exec(word.toLowerCase())!);
  }
  const contract = needed(found, 'contract', 'strike and side, such as 6000C');
  const expiry = needed(found, 'expiry', 'expiry, such as 2026-11-20 or 0dte')[1]!;
  return {
    symbol: canonicalSymbol(symbol),
    strike: numberOf(contract[1]!),
    side: contract[2] === 'c' ? 'call' : 'put',
    expiry: expiry === '0dte' ? easternDate(now) : expiry,
    price: numberOf(needed(found, 'price', 'price of the entry, such as @4.10')[1]!),
    quantity: Number(found.get('quantity')?.[1] ?? 1),
    direction: found.get('direction')?.[1] === 'short' ? 'short' : 'long',
    note: note.trim(),
    atMs,
  };
};

/** `6.30 at 15:45`. Throws a `CommandError`. */
export const typedExit = (text: string, now: EpochMs): { readonly price: number; readonly atMs: EpochMs } => {
  const { rest, atMs } = timeIn(text, now);
  const price = new RegExp(`^@?${number}$`).exec(rest.trim())?.[1];
  if (price === undefined)
    throw new CommandError(`"${rest.trim().slice(0, 30)}" is no price of an exit.`, 'For example: outcome close abc234 6.30');
  return { price: numberOf(price), atMs };
};

const timeIn = (text: string, now: EpochMs): { readonly rest: string; readonly atMs: EpochMs } => {
  const [whole, hour, minute] = /(?:^|\s)at\s+(\d{1,2}):(\d{2})(?=\s|$)/i.exec(text) ?? [];
  if (whole === undefined) return { rest: text, atMs: now };
  if (Number(hour) > 23 || Number(minute) > 59)
    throw new CommandError(`${hour}:${minute} is no time of day.`, 'For example: at 10:30');
  return { rest: text.replace(whole, ' '), atMs: easternTime(easternDate(now), Number(hour), Number(minute)) };
};

const needed = (found: ReadonlyMap<Part, RegExpExecArray>, part: Part, what: string): RegExpExecArray => {
  const typed = found.get(part);
  if (typed === undefined) throw new CommandError(`The ${what}, is missing.`, `For example: ${tradeExample}`);
  return typed;
};

const numberOf = (text: string): number => Number(text.replaceAll(',', ''));
