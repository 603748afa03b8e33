/** A fraction as a change: `+8.33 %`, `−0.42 %`. */
export const changeWords = (fraction: number): string => {
  const text = (100 * fraction).toFixed(2);
  return `${Number(text) === 0 ? '0.00' : text.startsWith('-') ? text.replace('-', '−') : `+${text}`} %`;
};
