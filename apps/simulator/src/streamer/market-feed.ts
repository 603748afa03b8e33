import { type EpochMs, underlyingOfSchwab } from '@gexstream/domain';
import type { WireContent } from '@gexstream/schwab/wire';
import { slotOf } from '../market/act-time.ts';
import type { Market } from '../market/market.ts';
import { marketMoment } from '../market/sessions.ts';
import { chartFields, latestMinute } from './chart-equity.ts';
import type { FieldReader } from './field-value.ts';
import { equityFields } from './level-one-equities.ts';
import { optionFields } from './level-one-options.ts';
import type { KeyState } from './subscription-book.ts';

export type FeedService = 'LEVELONE_EQUITIES' | 'LEVELONE_OPTIONS' | 'CHART_EQUITY';

export const feedServices: readonly FeedService[] = ['LEVELONE_EQUITIES', 'LEVELONE_OPTIONS', 'CHART_EQUITY'];

export const isFeedService = (service: string): service is FeedService => feedServices.some((known) => known === service);

/** Slot of a key: the quarter of the second after which its market has acted. */
export const slotOfKey = (service: FeedService, key: string): number =>
  slotOf(service === 'LEVELONE_OPTIONS' ? key : underlyingOfSchwab(key));

interface Observation {
  readonly version: string;
  readonly read: () => FieldReader;
  /** Said once for each key. */
  readonly introduction: Readonly<Record<string, unknown>>;
  /** Every message carries all fields (and a counter), not only the changed ones. */
  readonly whole: { readonly seq: number } | null;
}

const equityIntroduction = {
  index: { delayed: false, assetMainType: 'INDEX' },
  etf: { delayed: false, assetMainType: 'EQUITY', assetSubType: 'ETF', cusip: '000000000' },
  stock: { delayed: false, assetMainType: 'EQUITY', assetSubType: 'COE', cusip: '000000000' },
} as const;

const optionIntroduction = { delayed: false, assetMainType: 'OPTION' } as const;

/** What there is to say of a key now; undefined for what is not traded (any more). */
const observe = (market: Market, service: FeedService, key: string, at: EpochMs): Observation | undefined => {
  if (service === 'LEVELONE_OPTIONS') {
    const option = market.option(key, at);
    if (!option) return undefined;
    const { open } = marketMoment(at);
    return {
      version: `${option.underlying.options.version(option.contract, at)}/${open}`,
      read: () => optionFields(option.underlying, option.contract, at, open),
      introduction: optionIntroduction,
      whole: null,
    };
  }
  const underlying = market.byWireSymbol(key);
  if (!underlying) return undefined;
  if (service === 'LEVELONE_EQUITIES') {
    const { session, second, open } = marketMoment(at);
    return {
      version: `${session.date}/${second}/${open}`,
      read: () => equityFields(underlying, at),
      introduction: equityIntroduction[underlying.profile.kind],
      whole: null,
    };
  }
  const minute = latestMinute(at);
  if (minute.index < 0) return undefined;
  return {
    version: minute.label,
    read: () => chartFields(underlying, at, minute.index),
    introduction: {},
    whole: { seq: minute.index },
  };
};

/** The next message of a key, or null when nothing has changed; notes in `state` what the client knows afterwards. */
export const nextContent = (
  market: Market,
  service: FeedService,
  key: string,
  state: KeyState,
  fields: readonly number[],
  at: EpochMs,
): WireContent | null => {
  const seen = observe(market, service, key, at);
  if (seen === undefined || seen.version === state.version) return null;
  const read = seen.read();
  const values = fields.map(read);
  const content: Record<string, unknown> & { key: string } = { key };
  if (!state.introduced) Object.assign(content, seen.introduction);
  if (seen.whole !== null) Object.assign(content, seen.whole);
  let changed = !state.introduced || seen.whole !== null;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value === undefined || (seen.whole === null && state.sent[i] === value)) continue;
    content[String(fields[i])] = value;
    changed = true;
  }
  state.version = seen.version;
  state.sent = values;
  state.introduced = true;
  return changed ? content : null;
};

/** A bar service says nothing of the minutes before the subscription. */
export const startAfterNow = (service: FeedService, state: KeyState, at: EpochMs): void => {
  if (service === 'CHART_EQUITY') state.version = latestMinute(at).label;
};
