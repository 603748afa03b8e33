import { UsageError } from './usage-error.ts';

const unitMs = { s: 1_000, m: 60_000, h: 3_600_000 } as const;
/** The longest that a timer can wait. */
const durationMsMax = 2 ** 31 - 1;

/** `90s`, `30m` or `6.5h`, in ms. */
export const parseDuration = (flag: string, text: string): number => {
  const [, number, unit] = /^(\d+(?:\.\d+)?)([smh])$/.exec(text) ?? [];
  const ms = Number(number) * unitMs[unit as keyof typeof unitMs];
  if (!(ms > 0 && ms <= durationMsMax)) throw new UsageError(`${flag} takes a time such as 90s, 30m or 6.5h; got "${text}"`);
  return ms;
};
