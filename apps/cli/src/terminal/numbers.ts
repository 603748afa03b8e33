const scales = [
  [1e9, 'B'],
  [1e6, 'M'],
  [1e3, 'K'],
] as const;

/** `+1.235 B`, `−340.1 M`: USD with its sign, four digits that matter. */
export const compactUsd = (value: number): string => {
  const sign = value < 0 ? '−' : value > 0 ? '+' : '';
  const size = Math.abs(value);
  const scale = scales.find(([unit]) => size >= unit);
  return scale === undefined ? `${sign}${size.toFixed(0)}` : `${sign}${(size / scale[0]).toPrecision(4)} ${scale[1]}`;
};

/** A price level in points, `–` where there is none. */
export const level = (value: number | null): string => (value === null ? '–' : String(Math.round(value * 100) / 100));

export const ratio = (value: number | null): string => (value === null ? '–' : value.toFixed(2));

/** `18.2 %` of a fraction. */
export const percent = (value: number | null): string => (value === null ? '–' : `${(100 * value).toFixed(1)} %`);

/** `+4.2`, with its sign. */
export const volPoints = (value: number | null): string =>
  value === null ? '–' : `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)}`;

/** `0.4 s`, `12 s`, `3 min`, `2.1 h`. */
export const age = (ms: number): string => {
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  if (ms < 120_000) return `${Math.round(ms / 1000)} s`;
  return ms < 7_200_000 ? `${Math.round(ms / 60_000)} min` : `${(ms / 3_600_000).toFixed(1)} h`;
};

/** `812 B`, `4.2 KB`, `1.3 GB`, by thousands. */
export const bytes = (value: number): string => {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  const power = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(value) / 3));
  return `${power === 0 ? value : (value / 1000 ** power).toPrecision(3)} ${units[power]}`;
};
