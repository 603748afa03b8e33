import type { Envelope } from './envelope.ts';
import type { MarketEvent, MarketEventKind } from './market-event.ts';
import { optionFieldNames } from './option-updates.ts';
import { schemaVersion } from './schema-version.ts';

/** What the reader's own version may differ by from the record's. */
const versionTolerance = 1;

const currentVersion: Record<MarketEventKind, number> = {
  'underlying-quote': schemaVersion['underlying-quote'],
  'underlying-bar': schemaVersion['underlying-bar'],
  'option-updates': schemaVersion['option-updates'],
  'chain-round': schemaVersion['chain-round'],
  'demand-round': schemaVersion['demand-round'],
  'feed-link': schemaVersion['feed-link'],
  gap: schemaVersion.gap,
  'time-mark': schemaVersion['time-mark'],
};

/**
 * Checks once, where a record is read, that it can be applied: a known kind, a version next to ours, and columns that belong together.
 * Returns what is wrong with it, or null. Single bad values are no matter here: merging leaves them out.
 */
export const unreadableReason = (event: Envelope<string, unknown>): string | null => {
  const current = currentVersion[event.kind as MarketEventKind];
  if (current === undefined) return `kind "${event.kind}" is none of topic market`;
  if (Math.abs(event.version - current) > versionTolerance)
    return `version ${event.version} of ${event.kind}; this reader knows ${current}`;
  if (typeof event.body !== 'object' || event.body === null) return `${event.kind} without a body`;
  const body = event.body as Readonly<Record<string, unknown>>;
  return event.kind === 'option-updates' ? columnsReason(body) : event.kind === 'gap' ? gapReason(body) : null;
};

/** True when `unreadableReason` found nothing. */
export const isMarketEvent = (event: Envelope<string, unknown>): event is MarketEvent => unreadableReason(event) === null;

const gapReason = (body: Readonly<Record<string, unknown>>): string | null =>
  Number.isFinite(body.fromMs) && Number.isFinite(body.toMs) ? null : 'gap without fromMs and toMs';

const columnsReason = (body: Readonly<Record<string, unknown>>): string | null => {
  const { symbols, mask, columns } = body;
  if (!Array.isArray(symbols) || !symbols.every((symbol) => typeof symbol === 'string'))
    return 'option-updates: symbols is not a list of texts';
  const rows = symbols.length;
  if (!(mask instanceof Uint16Array) || mask.length !== rows) return `option-updates: mask does not have ${rows} rows`;
  if (typeof columns !== 'object' || columns === null) return 'option-updates without columns';
  for (const field of optionFieldNames) {
    const reason = columnReason(`columns.${field}`, (columns as Readonly<Record<string, unknown>>)[field], rows);
    if (reason !== null) return reason;
  }
  for (const name of ['quoteMs', 'tradeMs', 'greeksMs', 'openInterestMs']) {
    const reason = columnReason(name, body[name], rows);
    if (reason !== null) return reason;
  }
  if (body.settlement !== undefined && !(Array.isArray(body.settlement) && body.settlement.length === rows))
    return `option-updates: settlement does not have ${rows} rows`;
  return body.listing === undefined || isListing(body.listing) ? null : 'option-updates: listing without its dates and parts';
};

const isListing = (listing: unknown): boolean => {
  if (typeof listing !== 'object' || listing === null) return false;
  const { fromDate, toDate, part, parts } = listing as Readonly<Record<string, unknown>>;
  return typeof fromDate === 'string' && typeof toDate === 'string' && Number.isInteger(part) && Number.isInteger(parts);
};

const columnReason = (name: string, column: unknown, rows: number): string | null =>
  column === undefined || (column instanceof Float64Array && column.length === rows)
    ? null
    : `option-updates: ${name} does not have ${rows} rows`;
