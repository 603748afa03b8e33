import type { Column } from '../table.ts';

/** Columns that several tables share, so that the same thing has the same name, unit and meaning everywhere. */

export const eventTime = {
  type: 'timestamp',
  unit: 'epoch ms',
  doc: 'event time the numbers stand for',
} as const satisfies Column;

export const underlying = {
  type: 'symbol',
  unit: 'symbol',
  capacity: 256,
  doc: 'underlying without prefix: `SPX`',
} as const satisfies Column;

export const model = {
  type: 'symbol',
  unit: 'model id',
  doc: 'measure/convention/carry/kernel/IV order: what fixes the meaning of the numbers',
} as const satisfies Column;

export const spot = {
  type: 'double',
  unit: 'points',
  doc: 'price of the underlying the numbers were computed at',
} as const satisfies Column;

export const expiry = { type: 'symbol', unit: 'date', capacity: 1024, doc: 'expiry, YYYY-MM-DD' } as const satisfies Column;

export const settlement = {
  type: 'symbol',
  unit: 'am|pm',
  doc: 'settles on the opening or on the closing',
} as const satisfies Column;

export const inputSeq = {
  type: 'long',
  unit: 'sequence number',
  doc: "the newest of the underlying's input records that the row knows",
} as const satisfies Column;

export const provenance = {
  session_date: { type: 'symbol', unit: 'date', capacity: 1024, doc: 'trading date in New York, YYYY-MM-DD' },
  feed: { type: 'symbol', unit: 'feed', doc: 'live, sim… or replay-…: where the data came from' },
  run: { type: 'symbol', unit: 'run id', capacity: 4096, doc: 'which start of ingest the row stems from' },
} as const satisfies Record<string, Column>;

const usd = 'USD per 1 %';

/** The levels of one slice: an expiry, or everything. */
export const sliceLevels = {
  net_gex: { type: 'double', unit: usd, doc: 'call_gex + put_gex' },
  call_gex: { type: 'double', unit: usd, doc: 'gamma exposure of the calls' },
  put_gex: { type: 'double', unit: usd, doc: 'gamma exposure of the puts, not positive' },
  gross_gex: { type: 'double', unit: usd, doc: 'call_gex + |put_gex|' },
  zero_gamma: {
    type: 'double',
    unit: 'points',
    nullable: true,
    doc: 'root of re-priced total GEX nearest spot; null without one',
  },
  zero_gamma_all: { type: 'doubles', unit: 'points', doc: 'all such roots within ±20 % of spot, ascending' },
  call_wall: { type: 'double', unit: 'points', nullable: true, doc: 'strike at or above spot with the largest call GEX' },
  put_wall: { type: 'double', unit: 'points', nullable: true, doc: 'strike at or below spot with the largest |put GEX|' },
  max_gross_strike: { type: 'double', unit: 'points', nullable: true, doc: 'strike with the largest call + |put|' },
  max_net_strike: { type: 'double', unit: 'points', nullable: true, doc: 'strike with the largest |net|' },
  put_call_ratio_oi: { type: 'double', unit: 'ratio', nullable: true, doc: 'put open interest / call open interest' },
  put_call_ratio_volume: { type: 'double', unit: 'ratio', nullable: true, doc: 'put volume / call volume' },
  contracts_used: { type: 'long', unit: 'contracts listed', doc: 'how many option contracts the numbers rest on' },
  contracts_excluded: { type: 'long', unit: 'contracts listed', doc: 'how many were left out, for whatever reason' },
} as const satisfies Record<string, Column>;
