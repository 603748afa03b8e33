import {
  type CellsEvent,
  type ExpiringQuotes,
  type ExposuresEvent,
  exposureKinds,
  type FeedStatusEvent,
  type LevelsEvent,
  measureNames,
  type SessionBaselineEvent,
} from '@gexstream/domain';

export type LiveEvent = LevelsEvent | CellsEvent | ExposuresEvent | SessionBaselineEvent | FeedStatusEvent;

const kinds: ReadonlySet<string> = new Set<LiveEvent['kind']>([
  'levels',
  'cells',
  'exposures',
  'session-baseline',
  'feed-status',
]);

/** Turns a record's bytes into an envelope; throws when it cannot. */
export type Decode = (bytes: Uint8Array) => { readonly kind: string; readonly version: number; readonly body?: unknown };

/** The schema version that this reader was written for; its neighbours are read too. */
const version = 1;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const finite = (column: Float64Array): boolean => column.every(Number.isFinite);

/**
 * The event in a record, null for a kind that the API does not show. Throws on what cannot be shown: a number that is none would
 * become a null in JSON and break the promise of the schema.
 */
export const readableEvent = (decode: Decode, bytes: Uint8Array): LiveEvent | null => {
  const event = decode(bytes);
  if (!kinds.has(event.kind)) return null;
  if (!isObject(event.body)) throw new TypeError(`${event.kind} without a body`);
  if (Math.abs(event.version - version) > 1)
    throw new TypeError(`version ${event.version} of ${event.kind}; this reader knows ${version}`);
  // The codec has checked the envelope; the kind names the body.
  const known = event as LiveEvent;
  if (known.kind === 'levels') checkLevels(known);
  if (known.kind === 'cells') checkCells(known);
  if (known.kind === 'exposures') checkExposures(known);
  if (known.kind === 'session-baseline') checkBaseline(known);
  return known;
};

const checkLevels = ({ body }: LevelsEvent): void => {
  const { net, call, put, gross } = body.total;
  if (![body.spot, net, call, put, gross].every(Number.isFinite)) throw new TypeError('levels with a number that is not finite');
};

const checkCells = ({ body }: CellsEvent): void => {
  const count = body.strikeIndex.length;
  const columns = [body.callGex, body.putGex, body.callOi, body.putOi, body.callVolume, body.putVolume];
  if (body.expiryIndex.length !== count || columns.some((column) => column.length !== count)) {
    throw new TypeError('cells with columns of different lengths');
  }
  if (!Number.isFinite(body.spot) || !columns.every(finite)) throw new TypeError('cells with a number that is not finite');
  if (body.strikeIndex.some((at) => at >= body.strikes.length) || body.expiryIndex.some((at) => at >= body.expiries.length)) {
    throw new TypeError('cells with an index beyond their axes');
  }
  if (body.expiringQuotes !== undefined) checkQuotes(body.expiringQuotes);
};

const checkQuotes = ({ strikes, call, put }: ExpiringQuotes): void => {
  const columns = [call, put].flatMap(({ bid, ask, iv, delta }) => [bid, ask, iv, delta]);
  if (columns.some((column) => column.length !== strikes.length)) throw new TypeError('quotes with columns of different lengths');
  // NaN is what is not known.
  if (!finite(strikes) || columns.some((column) => column.some((value) => Math.abs(value) === Infinity)))
    throw new TypeError('quotes with a number that is not finite');
};

const checkExposures = ({ body: { pictures, inventory, premiums = [] } }: ExposuresEvent): void => {
  if (!premiums.every(({ call, put }) => Number.isFinite(call) && Number.isFinite(put)))
    throw new TypeError('exposures with a premium that is not finite');
  for (const measure of measureNames)
    if (!pictures.some(({ levels }) => levels.model.measure === measure))
      throw new TypeError(`exposures without the measure ${measure}`);
  for (const picture of inventory === undefined ? pictures : [...pictures, inventory.picture]) {
    if (picture.expiries.length !== picture.levels.expiries.length)
      throw new TypeError('exposures with lists of expiries of different lengths');
    const { callGex, putGex, spots } = picture.curve;
    const sums = exposureKinds.flatMap((kind) => [picture.total[kind].call, picture.total[kind].put, picture.total[kind].gross]);
    if (![picture.levels.spot, ...sums].every(Number.isFinite) || ![callGex, putGex, spots].every(finite))
      throw new TypeError('exposures with a number that is not finite');
  }
};

const checkBaseline = ({ body: { baseline, moves, openInterest, surges = null } }: SessionBaselineEvent): void => {
  const { spot, netGex, grossGex } = baseline;
  const numbers = [spot, netGex, grossGex, openInterest.call, openInterest.put, ...moves.map((move) => move.spot)];
  for (const { strike, before, now, call, put } of surges?.strikes ?? []) numbers.push(strike, before, now, call, put);
  if (!numbers.every(Number.isFinite)) throw new TypeError('session-baseline with a number that is not finite');
};
