import { RuleError } from '../errors.ts';

/** Decimal digits that are kept: what people type comes back as they typed it, whatever binary fractions do in between. */
const digitsMax = 12;

const rounded = (value: number): number => Number(value.toPrecision(digitsMax));

const durationUnits = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const;

/** `30s`, `5m`, `1.5h` or `1d`, as ms; `what` names it where it is wrong. */
export const readDuration = (what: string, text: string): number => {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*([smhd])$/.exec(text) ?? [];
  const [, unitMs] = durationUnits.find(([name]) => name === unit) ?? [];
  const ms = unitMs === undefined ? Number.NaN : rounded(Number(number) * unitMs);
  if (!Number.isInteger(ms / 1_000)) throw new RuleError(`${what} takes a time such as 30s, 5m or 1h; got "${text}".`);
  return ms;
};

/** In the largest unit of which it is a whole multiple. */
export const durationText = (ms: number): string => {
  const [unit, unitMs] = durationUnits.find(([, each]) => ms > 0 && ms % each === 0) ?? ['s', 1_000];
  return `${ms / unitMs}${unit}`;
};

/** `0.3%` as 0.003. The sign may be left out: nobody types fractions. */
export const readPercent = (what: string, text: string): number => {
  const [, number] = /^(\d+(?:\.\d+)?)\s*%?$/.exec(text) ?? [];
  if (number === undefined) throw new RuleError(`${what} takes percent such as 0.3%; got "${text}".`);
  return rounded(Number(number) / 100);
};

export const percentText = (fraction: number): string => `${rounded(fraction * 100)}%`;

const moneyUnits = [
  ['B', 1e9],
  ['M', 1e6],
  ['K', 1e3],
  ['', 1],
] as const;

/** `$50M`, `1.5bn` or `2000`, as USD. */
export const readMoney = (what: string, text: string): number => {
  const [, number, unit] = /^\$?(\d+(?:\.\d+)?)\s*([kmb]?)n?$/.exec(text.toLowerCase()) ?? [];
  if (number === undefined) throw new RuleError(`${what} takes USD such as $50M; got "${text}".`);
  const [, times] = moneyUnits.find(([name]) => name === unit!.toUpperCase())!;
  return rounded(Number(number) * times);
};

export const moneyText = (usd: number): string => {
  const [unit, times] = moneyUnits.find(([, each]) => usd >= each) ?? ['', 1];
  return `$${rounded(usd / times)}${unit}`;
};

/** A plain number, negative ones included. */
export const readNumber = (what: string, text: string): number => {
  if (!/^-?\d+(?:\.\d+)?$/.test(text)) throw new RuleError(`${what} takes a number such as 80; got "${text}".`);
  return rounded(Number(text));
};
