import { type EpochMs, easternTime, epochMs } from '@gexstream/domain';

/** Beginnings of month names in English, Portuguese, Spanish, German and French, without accents; the longest that fits decides. */
const monthByBeginning: Readonly<Record<string, number>> = {
  jan: 1,
  ene: 1,
  feb: 2,
  fev: 2,
  mar: 3,
  apr: 4,
  abr: 4,
  avr: 4,
  may: 5,
  mai: 5,
  jun: 6,
  juin: 6,
  jul: 7,
  juil: 7,
  aug: 8,
  ago: 8,
  aou: 8,
  sep: 9,
  set: 9,
  oct: 10,
  okt: 10,
  out: 10,
  nov: 11,
  dec: 12,
  dez: 12,
  dic: 12,
};

/** Minutes ahead of UTC. A bare `ET` or nothing is New York's own time of that date. */
const zoneMinutes: Readonly<Record<string, number>> = { est: -300, edt: -240, cst: -360, cdt: -300, utc: 0, gmt: 0 };

/** Short words of those languages that would be taken for a month otherwise. */
const monthOf = (word: string): number | null => {
  if (word.length < 3) return null;
  return monthByBeginning[word.slice(0, 4)] ?? monthByBeginning[word.slice(0, 3)] ?? null;
};

/**
 * The moment a download's header names, in the language of who downloaded it: `January 7, 2024 at 10:52 AM EST`,
 * `4 de setembro de 2025 às 14:30 GMT-4`. Null when day, month, year or time is missing or impossible.
 */
export const parseHeaderTime = (text: string): EpochMs | null => {
  const plain = text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
  const clock = /(\d{1,2})[:h](\d{2})(?::(\d{2}))?[\s\u00a0\u202f]*([ap])?\.?[\s\u00a0\u202f]?(m\b)?/.exec(plain);
  const year = /\b(20\d{2})\b/.exec(plain);
  if (clock === null || year === null) return null;
  const datePart = plain.slice(0, clock.index);
  const day = /(?<![\d:])(\d{1,2})(?![\d:])/.exec(datePart);
  const month = (datePart.match(/\p{L}+/gu) ?? []).map(monthOf).find((found) => found !== null);
  if (day === null || month === undefined || month === null) return null;

  const hour = hourOf(Number(clock[1]), clock[5] === undefined ? undefined : clock[4]);
  const minute = Number(clock[2]);
  const date = `${year[1]}-${String(month).padStart(2, '0')}-${day[1]!.padStart(2, '0')}`;
  const utcDay = Date.parse(`${date}T00:00:00Z`);
  if (hour === null || minute > 59 || Number.isNaN(utcDay) || new Date(utcDay).getUTCDate() !== Number(day[1])) return null;
  const zone = zoneOffsetMinutes(plain.slice(clock.index + clock[0].length));
  if (zone === 'unknown') return null;
  return zone === 'new-york' ? easternTime(date, hour, minute) : epochMs(utcDay + (hour * 60 + minute - zone) * 60_000);
};

const hourOf = (stated: number, half: string | undefined): number | null => {
  if (half === undefined) return stated <= 23 ? stated : null;
  if (stated < 1 || stated > 12) return null;
  return (stated % 12) + (half === 'p' ? 12 : 0);
};

/** Words that follow a time and name no zone, or New York's without saying which half of the year it is. */
const zonelessWords: ReadonlySet<string> = new Set(['et', 'uhr', 'h', 'hs', 'hrs']);

const zoneOffsetMinutes = (text: string): number | 'new-york' | 'unknown' => {
  const offset = /(?:gmt|utc)\s*([+\u2212-])\s*([\d:]*)/.exec(text);
  if (offset !== null) return offsetMinutes(offset[1] === '+' ? 1 : -1, offset[2]!);
  const words = (text.match(/\p{L}+/gu) ?? []).filter((word) => !zonelessWords.has(word));
  if (words.length === 0) return 'new-york';
  return zoneMinutes[words[0]!] ?? 'unknown';
};

/** Clocks on Earth stand between 12 hours behind UTC and 14 ahead; a wider offset would move the chain by days. */
const offsetMinutesMin = -12 * 60;
const offsetMinutesMax = 14 * 60;

const offsetMinutes = (sign: 1 | -1, stated: string): number | 'unknown' => {
  const parts = /^(\d{1,2})(?::?([0-5]\d))?$/.exec(stated);
  if (parts === null) return 'unknown';
  const minutes = sign * (Number(parts[1]) * 60 + Number(parts[2] ?? 0));
  return minutes >= offsetMinutesMin && minutes <= offsetMinutesMax ? minutes : 'unknown';
};
