/** What a listed option's symbol says. */
export interface OptionSymbol {
  /** The series root: `SPXW`, not the underlying. Adjusted roots carry a digit: `NVDA1`. */
  readonly root: string;
  /** `YYYY-MM-DD`. */
  readonly expiry: string;
  readonly side: 'call' | 'put';
  /** In points, to a thousandth. */
  readonly strike: number;
}

/** `YYMMDD`, `C` or `P`, and the strike × 1000 in 8 digits. */
const tailLength = 15;
const rootLengthMax = 6;
const strikeThousandthsMax = 99_999_999;

/**
 * Reads an OSI symbol: Schwab's form, root padded to 6 characters (`SPXW  250520C05660000`), or the compact one of OCC and Cboe
 * (`SPXW250520C05660000`). Null for anything else, impossible dates and a strike of zero included.
 */
export const parseOsi = (text: string): OptionSymbol | null => {
  const tail = text.length - tailLength;
  if (tail < 1 || tail > rootLengthMax) return null;
  const rootLength = rootLengthOf(text, tail);
  if (rootLength === 0) return null;

  const year = digits(text, tail, 2);
  const month = digits(text, tail + 2, 2);
  const day = digits(text, tail + 4, 2);
  const strikeThousandths = digits(text, tail + 7, 8);
  if (year < 0 || !isDayOfMonth(2000 + year, month, day) || strikeThousandths < 1) return null;

  const letter = text.charCodeAt(tail + 6);
  if (letter !== letterC && letter !== letterP) return null;

  return {
    root: text.slice(0, rootLength),
    expiry: `20${text.slice(tail, tail + 2)}-${text.slice(tail + 2, tail + 4)}-${text.slice(tail + 4, tail + 6)}`,
    side: letter === letterC ? 'call' : 'put',
    strike: strikeThousandths / 1000,
  };
};

/** The 21-character padded form. Throws a RangeError for a root, expiry or strike the form cannot hold. */
export const formatOsi = ({ root, expiry, side, strike }: OptionSymbol): string => {
  const thousandths = Math.round(strike * 1000);
  if (!(Math.abs(thousandths - strike * 1000) < 1e-4 && thousandths >= 1 && thousandths <= strikeThousandthsMax)) {
    throw new RangeError(`An option strike is 0.001 to 99 999.999 points in steps of 0.001, got ${strike}`);
  }
  const date = `${expiry.slice(2, 4)}${expiry.slice(5, 7)}${expiry.slice(8, 10)}`;
  const text = `${root.padEnd(rootLengthMax)}${date}${side === 'call' ? 'C' : 'P'}${String(thousandths).padStart(8, '0')}`;
  // What does not read back as itself was no root or no date.
  const parsed = parseOsi(text);
  if (parsed === null || parsed.root !== root || parsed.expiry !== expiry) {
    throw new RangeError(`No option symbol has root "${root}" and expiry "${expiry}"; use 1 to 6 of A-Z 0-9, and 20YY-MM-DD`);
  }
  return text;
};

/** Length of the root before `tail`, 0 when it is none. Padding is allowed only up to the full 21 characters. */
const rootLengthOf = (text: string, tail: number): number => {
  let length = tail;
  if (tail === rootLengthMax) while (length > 0 && text.charCodeAt(length - 1) === space) length--;
  let letters = 0;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code >= letterA && code <= letterZ) letters++;
    else if (code < digit0 || code > digit9) return 0;
  }
  return letters === 0 ? 0 : length;
};

/** The number that `count` digits spell, −1 when one of them is no digit. */
const digits = (text: string, from: number, count: number): number => {
  let value = 0;
  for (let i = from; i < from + count; i++) {
    const code = text.charCodeAt(i);
    if (code < digit0 || code > digit9) return -1;
    value = value * 10 + (code - digit0);
  }
  return value;
};

const isDayOfMonth = (year: number, month: number, day: number): boolean =>
  month >= 1 && month <= 12 && day >= 1 && day <= (month === 2 && year % 4 === 0 ? 29 : (daysInMonth[month - 1] ?? 0));

/** Of a common year; within 2000–2099 every fourth year is a leap year. */
const daysInMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const space = 0x20;
const digit0 = 0x30;
const digit9 = 0x39;
const letterA = 0x41;
const letterC = 0x43;
const letterP = 0x50;
const letterZ = 0x5a;
