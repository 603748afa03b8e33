import type { Column } from '../table.ts';

/** Columns that the scanner's tables share. */

const number = (unit: string, doc: string) => ({ type: 'double', unit, doc }) as const satisfies Column;
const maybe = (unit: string, doc: string) => ({ type: 'double', unit, nullable: true, doc }) as const satisfies Column;
const name = (unit: string, doc: string) => ({ type: 'symbol', unit, doc }) as const satisfies Column;

export const scanned = { number, maybe, name };

export const scanId = {
  type: 'symbol',
  unit: 'scan id',
  capacity: 4096,
  doc: 'New York date and time of the scan: 20261120-0945',
} as const satisfies Column;

/** Which contract a row is of, and what it was quoted at. */
export const contract = {
  contract: { type: 'symbol', unit: 'OSI symbol', capacity: 16_384, doc: 'root padded to six, expiry, side, strike' },
  strike: number('points', 'strike'),
  side: name('CALL|PUT', 'side of the contract'),
} as const satisfies Record<string, Column>;

export const quoted = {
  mark: maybe('points', 'middle of the quote, else the last trade'),
  volume: number('contracts', 'traded today'),
  open_interest: maybe('contracts', 'open interest of the morning; null while unknown'),
} as const satisfies Record<string, Column>;

export const volumeRatio = number('percent', '(put − call) / the larger × 100 of the expiry near the money: −100 all calls');
