import { knownKey } from './known-keys.ts';
import { contentFieldsMax, ScannedContent } from './scanned-content.ts';

/** Told of a frame's data in their order. */
export interface FrameVisitor {
  part(service: string, timestamp: number): void;
  /** Whether contents of this part with an option of this root, padded to six letters, are to be told; null: all. Others are told always. */
  readonly readsRoot: ((root: string) => boolean) | null;
  content(content: ScannedContent): void;
}

/**
 * Goes through a frame of data as Schwab writes nearly all of them, without making the objects that `decodeFrame` makes: half of a replay's
 * time went into those. False for a frame that is written in any other way, or is none; then what was told counts for nothing, and `decodeFrame`
 * has to say what it is.
 */
export const scanFrame = (bytes: Buffer, visitor: FrameVisitor): boolean => {
  let at = after(bytes, 0, frameBegin);
  while (at > 0) {
    const service = textEnd(bytes, after(bytes, at, serviceBegin));
    if (service < 0) return false;
    const name = bytes.toString('latin1', at + serviceBegin.length, service);
    const timestamp = scanNumber(bytes, after(bytes, service, timestampBegin));
    const command = textEnd(bytes, after(bytes, timestamp, commandBegin));
    const contents = after(bytes, command, contentsBegin);
    if (contents < 0) return false;
    visitor.part(name, scanned);
    const end = scanContents(bytes, contents, visitor);
    if (bytes[end]! !== closeBrace) return false;
    if (bytes[end + 1]! === comma) at = end + 2;
    else return end > 0 && bytes.length === end + 3 && after(bytes, end + 1, frameEnd) > 0;
  }
  return false;
};

const ascii = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const frameBegin = ascii('{"data":[');
const serviceBegin = ascii('{"service":"');
const timestampBegin = ascii('","timestamp":');
const commandBegin = ascii(',"command":"');
const contentsBegin = ascii('","content":[');
const frameEnd = ascii(']}');

/** The one content that all visitors are shown. */
const content = new ScannedContent();

/** Each of the list, from behind its `[`. Gives where it goes on behind the `]`, or −1. */
const scanContents = (bytes: Buffer, from: number, visitor: FrameVisitor): number => {
  if (bytes[from]! === closeBracket) return from + 1;
  let at = from;
  for (;;) {
    const passed = visitor.readsRoot === null ? -1 : passOver(bytes, at, visitor.readsRoot);
    if (passed < 0) {
      at = scanContent(bytes, at);
      if (at < 0) return -1;
      visitor.content(content);
    } else at = passed;
    const next = bytes[at]!;
    if (next === closeBracket) return at + 1;
    if (next !== comma) return -1;
    at++;
  }
};

const keyFirst = ascii('{"key":"');
const keyBegin = ascii('"key":"');
const [optionRootLength, optionKeyLength] = [6, 21];

/**
 * Behind a content of an option that nobody wants, where its key stands first or last; −1 where it has to be read. A brace within a text
 * ends it too early: then what follows is no content, and the whole frame goes to the parser.
 */
const passOver = (bytes: Buffer, from: number, readsRoot: (root: string) => boolean): number => {
  const close = bytes.indexOf(closeBrace, from);
  const first = after(bytes, from, keyFirst);
  const key = first > 0 ? first : after(bytes, close - optionKeyLength - 1 - keyBegin.length, keyBegin);
  const end = key + optionKeyLength;
  if (key <= from || end >= close || bytes[end] !== quote) return -1;
  return readsRoot(knownKey(bytes, key, key + optionRootLength)) ? -1 : close + 1;
};

const scanContent = (bytes: Buffer, from: number): number => {
  content.clear();
  if (bytes[from]! !== openBrace) return -1;
  let at = from + 1;
  for (;;) {
    if (bytes[at]! !== quote) return -1;
    const name = bytes[at + 1]!;
    at = name >= digit0 && name <= digit9 ? scanField(bytes, at + 1) : scanNamed(bytes, at);
    if (at < 0) return -1;
    const next = bytes[at]!;
    if (next === closeBrace) return content.key === '' ? -1 : at + 1;
    if (next !== comma) return -1;
    at++;
  }
};

/** `13":100`, or `43":"P"`, from its first digit. */
const scanField = (bytes: Buffer, from: number): number => {
  let field = bytes[from]! - digit0;
  let at = from + 1;
  const second = bytes[at]!;
  if (second !== quote) {
    if (second < digit0 || second > digit9 || field === 0) return -1;
    field = field * 10 + (second - digit0);
    at++;
    if (field >= contentFieldsMax || bytes[at]! !== quote) return -1;
  }
  if (bytes[at + 1]! !== colon) return -1;
  at += 2;
  if (bytes[at]! === quote) {
    const end = textEnd(bytes, at + 1);
    if (end < 0) return -1;
    content.setText(field, bytes.toString('latin1', at + 1, end));
    at = end + 1;
  } else {
    at = scanNumber(bytes, at);
    if (at < 0) return -1;
    content.setNumber(field, scanned);
  }
  return at;
};

const kindBegin = ascii('"assetMainType":"');
const delayedFalse = ascii('"delayed":false');
const delayedTrue = ascii('"delayed":true');

/** What else a content has; only the key is of use, and it stands there once. */
const scanNamed = (bytes: Buffer, from: number): number => {
  const key = after(bytes, from, keyBegin);
  if (key > 0) {
    const end = textEnd(bytes, key);
    if (end <= key || content.key !== '') return -1;
    content.key = knownKey(bytes, key, end);
    return end + 1;
  }
  const kind = textEnd(bytes, after(bytes, from, kindBegin));
  if (kind > 0) return kind + 1;
  const real = after(bytes, from, delayedFalse);
  return real > 0 ? real : after(bytes, from, delayedTrue);
};

/** Of the number scanned last. */
let scanned = 0;

/** Digits that a double holds exactly, whatever they are; and powers of ten that it does: then one division rounds as a parser has to. */
const digitsMax = 15;
const powers = Float64Array.from({ length: digitsMax + 1 }, (_, digits) => 10 ** digits);

/** Gives where it goes on behind the number, or −1. A number with an exponent is left to others. */
const scanNumber = (bytes: Buffer, from: number): number => {
  if (from < 0) return -1;
  let at = from;
  const isNegative = bytes[at]! === minus;
  if (isNegative) at++;
  const begin = at;
  let value = 0;
  let code = bytes[at]!;
  while (code >= digit0 && code <= digit9) {
    value = value * 10 + (code - digit0);
    code = bytes[++at]!;
  }
  let digits = at - begin;
  if (digits === 0 || (digits > 1 && bytes[begin]! === digit0)) return -1;
  if (code === point) {
    const fraction = ++at;
    code = bytes[at]!;
    while (code >= digit0 && code <= digit9) {
      value = value * 10 + (code - digit0);
      code = bytes[++at]!;
    }
    const decimals = at - fraction;
    if (decimals === 0) return -1;
    digits += decimals;
    if (digits <= digitsMax) value /= powers[decimals]!;
  }
  if (code === letterE || code === lettere) return -1;
  if (digits > digitsMax) value = Number(bytes.toString('latin1', begin, at));
  scanned = isNegative ? -value : value;
  return at;
};

/** Behind `expected`, where it stands at `at`; else −1. */
const after = (bytes: Buffer, at: number, expected: Uint8Array): number => {
  if (at < 0) return -1;
  for (let index = 0; index < expected.length; index++) if (bytes[at + index] !== expected[index]) return -1;
  return at + expected.length;
};

/** Where the quote stands that ends the text begun before `from`; −1 for one that is not ASCII as it stands. */
const textEnd = (bytes: Buffer, from: number): number => {
  if (from < 0) return -1;
  for (let at = from; ; at++) {
    const code = bytes[at]!;
    if (code === quote) return at;
    // Undefined, the end, is neither.
    if (!(code >= space && code < del) || code === backslash) return -1;
  }
};

const [space, quote, comma, minus, point] = [0x20, 0x22, 0x2c, 0x2d, 0x2e];
const [digit0, digit9, colon] = [0x30, 0x39, 0x3a];
const [letterE, lettere, del] = [0x45, 0x65, 0x7f];
const [backslash, closeBracket, openBrace, closeBrace] = [0x5c, 0x5d, 0x7b, 0x7d];
