import type { WireContent } from '../wire/index.ts';
import { knownKey } from './known-keys.ts';

/** Told of a frame's data in their order. A content is one and the same object each time: nobody may keep it. */
export interface FrameVisitor {
  part(service: string, timestamp: number): void;
  content(content: WireContent): void;
}

/**
 * Goes through a frame of data as Schwab writes nearly all of them, without making the objects that `decodeFrame` makes: half of a replay's
 * time went into those. False for a frame that is written in any other way, or is none; then what was told counts for nothing, and `decodeFrame`
 * has to say what it is.
 */
export const scanFrame = (text: string, visitor: FrameVisitor): boolean => {
  let at = after(text, 0, '{"data":[');
  while (at > 0) {
    const service = stringEnd(text, after(text, at, '{"service":"'));
    if (service < 0) return false;
    const name = text.slice(at + serviceAt, service);
    const timestamp = scanNumber(text, after(text, service, '","timestamp":'));
    const command = stringEnd(text, after(text, timestamp, ',"command":"'));
    const contents = after(text, command, '","content":[');
    if (contents < 0) return false;
    visitor.part(name, scanned);
    const end = scanContents(text, contents, visitor);
    if (text.charCodeAt(end) !== closeBrace) return false;
    if (text.charCodeAt(end + 1) === comma) at = end + 2;
    else return end > 0 && text.length === end + 3 && text.endsWith(']}');
  }
  return false;
};

const serviceAt = '{"service":"'.length;

/** Fields are numbered; options have the most. */
const fieldsMax = 56;

/** The one content that all visitors are shown. */
class ScannedContent {
  [field: number]: unknown;
  key = '';
}
const scannedContent = new ScannedContent();
const content = scannedContent as unknown as WireContent;
for (let field = 0; field < fieldsMax; field++) scannedContent[field] = undefined;
/** The fields of it that are set: the first `count`. */
const fieldsSet = new Uint8Array(fieldsMax);
let count = 0;

/** Each of the list, from behind its `[`. Gives where it goes on behind the `]`, or −1. */
const scanContents = (text: string, from: number, visitor: FrameVisitor): number => {
  if (text.charCodeAt(from) === closeBracket) return from + 1;
  let at = from;
  for (;;) {
    at = scanContent(text, at);
    if (at < 0) return -1;
    visitor.content(content);
    const next = text.charCodeAt(at);
    if (next === closeBracket) return at + 1;
    if (next !== comma) return -1;
    at++;
  }
};

const scanContent = (text: string, from: number): number => {
  while (count > 0) scannedContent[fieldsSet[--count]!] = undefined;
  scannedContent.key = '';
  if (text.charCodeAt(from) !== openBrace) return -1;
  let at = from + 1;
  for (;;) {
    if (text.charCodeAt(at) !== quote) return -1;
    const name = text.charCodeAt(at + 1);
    at = name >= digit0 && name <= digit9 ? scanField(text, at + 1) : scanNamed(text, at);
    if (at < 0) return -1;
    const next = text.charCodeAt(at);
    if (next === closeBrace) return scannedContent.key === '' ? -1 : at + 1;
    if (next !== comma) return -1;
    at++;
  }
};

/** `13":100`, or `43":"P"`, from its first digit. */
const scanField = (text: string, from: number): number => {
  let field = text.charCodeAt(from) - digit0;
  let at = from + 1;
  const second = text.charCodeAt(at);
  if (second !== quote) {
    if (second < digit0 || second > digit9 || field === 0) return -1;
    field = field * 10 + (second - digit0);
    at++;
    if (field >= fieldsMax || text.charCodeAt(at) !== quote) return -1;
  }
  // More can only be the same ones again.
  if (text.charCodeAt(at + 1) !== colon || count === fieldsMax) return -1;
  at += 2;
  if (text.charCodeAt(at) === quote) {
    const end = stringEnd(text, at + 1);
    if (end < 0) return -1;
    scannedContent[field] = text.slice(at + 1, end);
    at = end + 1;
  } else {
    at = scanNumber(text, at);
    if (at < 0) return -1;
    scannedContent[field] = scanned;
  }
  fieldsSet[count++] = field;
  return at;
};

/** What else a content has; only the key is of use, and it stands there once. */
const scanNamed = (text: string, from: number): number => {
  const key = after(text, from, '"key":"');
  if (key > 0) {
    const end = stringEnd(text, key);
    if (end <= key || scannedContent.key !== '') return -1;
    scannedContent.key = knownKey(text, key, end);
    return end + 1;
  }
  const kind = stringEnd(text, after(text, from, '"assetMainType":"'));
  if (kind > 0) return kind + 1;
  const real = after(text, from, '"delayed":false');
  return real > 0 ? real : after(text, from, '"delayed":true');
};

/** Of the number scanned last. */
let scanned = 0;

/** Digits that a double holds exactly, whatever they are; and powers of ten that it does: then one division rounds as a parser has to. */
const digitsMax = 15;
const powers = Float64Array.from({ length: digitsMax + 1 }, (_, digits) => 10 ** digits);

/** Gives where it goes on behind the number, or −1. A number with an exponent is left to others. */
const scanNumber = (text: string, from: number): number => {
  if (from < 0) return -1;
  let at = from;
  const isNegative = text.charCodeAt(at) === minus;
  if (isNegative) at++;
  const begin = at;
  let value = 0;
  let code = text.charCodeAt(at);
  while (code >= digit0 && code <= digit9) {
    value = value * 10 + (code - digit0);
    code = text.charCodeAt(++at);
  }
  let digits = at - begin;
  if (digits === 0 || (digits > 1 && text.charCodeAt(begin) === digit0)) return -1;
  if (code === point) {
    const fraction = ++at;
    code = text.charCodeAt(at);
    while (code >= digit0 && code <= digit9) {
      value = value * 10 + (code - digit0);
      code = text.charCodeAt(++at);
    }
    const decimals = at - fraction;
    if (decimals === 0) return -1;
    digits += decimals;
    if (digits <= digitsMax) value /= powers[decimals]!;
  }
  if (code === letterE || code === lettere) return -1;
  if (digits > digitsMax) value = Number(text.slice(begin, at));
  scanned = isNegative ? -value : value;
  return at;
};

/** Behind `expected`, where it stands at `at`; else −1. */
const after = (text: string, at: number, expected: string): number =>
  at >= 0 && text.startsWith(expected, at) ? at + expected.length : -1;

/** Where the quote stands that ends the string begun before `from`; −1 for a string that does not stand there as it is. */
const stringEnd = (text: string, from: number): number => {
  if (from < 0) return -1;
  for (let at = from; ; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) return at;
    // NaN, the end, is neither.
    if (!(code >= space) || code === backslash) return -1;
  }
};

const [space, quote, comma, minus, point] = [0x20, 0x22, 0x2c, 0x2d, 0x2e];
const [digit0, digit9, colon] = [0x30, 0x39, 0x3a];
const [letterE, lettere] = [0x45, 0x65];
const [backslash, closeBracket, openBrace, closeBrace] = [0x5c, 0x5d, 0x7b, 0x7d];
