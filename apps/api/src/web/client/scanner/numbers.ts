/** For people: a number with so many digits, or a dash where there is none. */
export const digits = (value: number | null, count: number): string =>
  value === null
    ? '–'
    : value
        .toLocaleString('en-US', { minimumFractionDigits: count, maximumFractionDigits: count })
        // The minus of the heatmap's numbers, as wide as their plus.
        .replace('-', '−');

/** `62 %`. */
export const percent = (value: number | null, count = 0): string => (value === null ? '–' : `${digits(100 * value, count)} %`);
