import type { Clock } from '@gexstream/domain';
import { SchwabError } from '../errors.ts';
import type {
  WireChain,
  WireExpirationChain,
  WireMarketHours,
  WirePriceHistory,
  WireQuotes,
  WireStreamerInfo,
  WireUserPreference,
} from '../wire/index.ts';
import { answerError } from './answer-error.ts';
import { httpCall } from './http-call.ts';

export interface RestOptions {
  /** Without a trailing slash: `https://api.schwabapi.com`. */
  readonly baseUrl: string;
  readonly accessToken: () => Promise<string>;
  readonly clock: Clock;
  /** For one call, headers and body. */
  readonly timeoutMs: number;
  readonly fetch?: typeof fetch;
  /** Told of each answer with status 200, before it is parsed: the call's path and query, and the body. */
  readonly onAnswer?: (request: string, body: string) => void;
}

export interface ChainQuery {
  /** The vendor's symbol: `$SPX`. */
  readonly symbol: string;
  /** Inclusive, `YYYY-MM-DD`; a date before today is refused with 400. */
  readonly fromDate: string;
  readonly toDate: string;
  readonly includeUnderlyingQuote: boolean;
  /** Strikes nearest the money of each expiry, so many above and below; all if not given. */
  readonly strikeCount?: number | undefined;
}

/** Each call is one request, without retries: who calls holds the budget. All reject with `SchwabError`. */
export interface SchwabRest {
  /** The streamer's address and the ids to introduce oneself with. */
  userPreference(): Promise<WireUserPreference>;
  expirationChain(symbol: string): Promise<WireExpirationChain>;
  chains(query: ChainQuery): Promise<WireChain>;
  /** At most 300 symbols: longer addresses were refused. */
  quotes(symbols: readonly string[]): Promise<WireQuotes>;
  /** Bars of a minute each that begin in `[from, to)`, epoch ms, of regular hours. */
  priceHistory(symbol: string, from: number, to: number): Promise<WirePriceHistory>;
  /** Of equities and options on a New York date, from a week ago to a year ahead. */
  marketHours(date: string): Promise<WireMarketHours>;
}

const quoteSymbolsMax = 300;

export const chainsPath = '/marketdata/v1/chains';
export const quotesPath = '/marketdata/v1/quotes';
export const priceHistoryPath = '/marketdata/v1/pricehistory';

/** A chain answer's body that was kept. Throws `SCHWAB_BAD_ANSWER`, as the call would have. */
export const parseChain = (body: string): WireChain => parseAnswer(body, `GET ${chainsPath}`, hasContractMaps);

/** The same of a quotes answer. */
export const parseQuotes = (body: string): WireQuotes => parseAnswer(body, `GET ${quotesPath}`, () => true);

/** The same of an answer with bars. */
export const parsePriceHistory = (body: string): WirePriceHistory => parseAnswer(body, `GET ${priceHistoryPath}`, hasCandles);

export const schwabRest = (options: RestOptions): SchwabRest => {
  const get = async <Answer>(
    path: string,
    query: Record<string, string>,
    isAnswer: (body: object) => boolean,
  ): Promise<Answer> => {
    const what = `GET ${path}`;
    const request = `${path}${Object.keys(query).length === 0 ? '' : `?${new URLSearchParams(query)}`}`;
    const token = await options.accessToken();
    const answer = await httpCall({
      what,
      url: `${options.baseUrl}${request}`,
      init: { headers: { authorization: `Bearer ${token}`, accept: 'application/json' } },
      timeoutMs: options.timeoutMs,
      clock: options.clock,
      ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
    });
    if (answer.status !== 200) throw answerError(answer, what);
    options.onAnswer?.(request, answer.text);
    return parseAnswer<Answer>(answer.text, what, isAnswer);
  };

  return {
    userPreference: () => get('/trader/v1/userPreference', {}, hasStreamerInfo),
    expirationChain: (symbol) =>
      get('/marketdata/v1/expirationchain', { symbol }, (body) => 'expirationList' in body && Array.isArray(body.expirationList)),
    chains: ({ symbol, fromDate, toDate, includeUnderlyingQuote, strikeCount }) => {
      // Beside a range of all, a count might not count.
      const strikes = strikeCount === undefined ? { range: 'ALL' } : { strikeCount: String(strikeCount) };
      const dates = { fromDate, toDate, includeUnderlyingQuote: String(includeUnderlyingQuote) };
      return get(chainsPath, { symbol, contractType: 'ALL', ...strikes, ...dates }, hasContractMaps);
    },
    quotes: async (symbols) => {
      if (symbols.length === 0) return {};
      if (symbols.length > quoteSymbolsMax)
        throw new RangeError(`GET /quotes takes ${quoteSymbolsMax} symbols at most, got ${symbols.length}`);
      return get(quotesPath, { symbols: symbols.join(','), fields: 'quote' }, () => true);
    },
    priceHistory: (symbol, from, to) =>
      get(
        priceHistoryPath,
        {
          symbol,
          periodType: 'day',
          frequencyType: 'minute',
          frequency: '1',
          startDate: String(from),
          // Without an end the answer stops at the close of the day before.
          endDate: String(to - 1),
          needExtendedHoursData: 'false',
        },
        hasCandles,
      ),
    marketHours: (date) => get('/marketdata/v1/markets', { markets: 'equity,option', date }, hasMarkets),
  };
};

/** Only the skeleton is checked here; each value is, where it is converted. */
const parseAnswer = <Answer>(text: string, what: string, isAnswer: (body: object) => boolean): Answer => {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (cause) {
    throw new SchwabError('SCHWAB_BAD_ANSWER', `${what} answered 200 with ${text.length} characters that are not JSON`, {
      status: 200,
      cause,
    });
  }
  if (typeof body === 'object' && body !== null && !Array.isArray(body) && isAnswer(body)) return body as Answer;
  throw new SchwabError('SCHWAB_BAD_ANSWER', `${what} answered 200 with JSON of another shape`, { status: 200 });
};

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);

const hasCandles = (body: object): boolean =>
  'symbol' in body &&
  typeof body.symbol === 'string' &&
  'candles' in body &&
  Array.isArray(body.candles) &&
  body.candles.every(isObject);

const hasMarkets = (body: object): boolean =>
  Object.values(body).every((market) => isObject(market) && Object.values(market).every(isObject));

const hasContractMaps = (body: object): boolean =>
  'symbol' in body &&
  typeof body.symbol === 'string' &&
  'callExpDateMap' in body &&
  isExpiryMap(body.callExpDateMap) &&
  'putExpDateMap' in body &&
  isExpiryMap(body.putExpDateMap);

const isExpiryMap = (map: unknown): boolean =>
  isObject(map) &&
  Object.values(map).every(
    (strikes) => isObject(strikes) && Object.values(strikes).every((list) => Array.isArray(list) && list.every(isObject)),
  );

const hasStreamerInfo = (body: object): boolean =>
  'streamerInfo' in body && Array.isArray(body.streamerInfo) && isStreamerInfo(body.streamerInfo[0]);

const isStreamerInfo = (info: unknown): info is WireStreamerInfo =>
  isObject(info) &&
  'streamerSocketUrl' in info &&
  typeof info.streamerSocketUrl === 'string' &&
  'schwabClientCustomerId' in info &&
  typeof info.schwabClientCustomerId === 'string' &&
  'schwabClientCorrelId' in info &&
  typeof info.schwabClientCorrelId === 'string';
