import { sharesPerContract, tradeLimits } from '@gexstream/domain';
import { type Static, Type } from 'typebox';
import { DateText } from './civil-date.ts';
import { nullable, Source } from './fields.ts';
import { signalNames } from './scanner.ts';
import { SymbolText } from './symbol.ts';

const { priceMax, quantityMax, noteMax } = tradeLimits;
const Side = Type.Enum(['CALL', 'PUT']);
const Direction = Type.Enum(['long', 'short'], { description: 'long: bought to open; short: sold to open' });
const moment = (description: string) =>
  Type.String({ maxLength: 40, description: `ISO 8601 with a zone, or epoch milliseconds: ${description}` });
const price = (description: string) =>
  Type.Number({ minimum: 0, maximum: priceMax, description: `points a share: ${description}` });
const exitTime = moment('when it was closed, not before the entry; now by the feed’s clock when left out');

/** A trade as it is written down. */
export const NewTrade = Type.Object(
  {
    symbol: SymbolText,
    expiry: Type.String({ ...DateText, description: 'a date as YYYY-MM-DD, not before the entry' }),
    strike: Type.Number({ exclusiveMinimum: 0, maximum: priceMax, description: 'points' }),
    type: Side,
    direction: Type.Optional(Direction),
    quantity: Type.Optional(Type.Integer({ minimum: 1, maximum: quantityMax, description: 'contracts; 1 when left out' })),
    entry_price: Type.Number({ exclusiveMinimum: 0, maximum: priceMax, description: 'points a share, as contracts are quoted' }),
    entered_at: Type.Optional(moment('when it was entered; now by the feed’s clock when left out')),
    exit_price: Type.Optional(price('given, the trade is closed already')),
    exited_at: Type.Optional(exitTime),
    note: Type.Optional(Type.String({ maxLength: noteMax })),
  },
  { additionalProperties: false },
);

export const NewExit = Type.Object(
  { exit_price: price('0 when it expired worthless'), exited_at: Type.Optional(exitTime) },
  { additionalProperties: false },
);

const usd = (description: string) => nullable(Type.Number(), `USD, before fees: ${description}; null while it is open`);
const spot = (description: string) => nullable(Type.Number(), `of the underlying, points, ${description}; null where told later`);

export const TradeBody = Type.Object({
  id: Type.String({ description: 'of one user each trade has its own' }),
  of: Type.Enum(['user', 'chat'], { description: 'user: written down through the API; chat: in a chat that acts for you' }),
  symbol: Type.String({ description: 'underlying' }),
  expiry: Type.String({ description: 'YYYY-MM-DD' }),
  strike: Type.Number({ description: 'points' }),
  type: Side,
  direction: Direction,
  quantity: Type.Integer({ description: 'contracts' }),
  multiplier: Type.Literal(sharesPerContract, { description: 'shares a contract' }),
  entered_at: Type.String({ description: 'ISO 8601, UTC, by the feed’s clock' }),
  entry_price: Type.Number({ description: 'points a share' }),
  entry_spot: spot('at the entry'),
  exited_at: nullable(Type.String(), 'ISO 8601, UTC; null while it is open'),
  exit_price: nullable(Type.Number(), 'points a share; null while it is open'),
  exit_spot: spot('at the exit'),
  profit_loss_per_contract: usd('of one contract'),
  profit_loss: usd('of all its contracts'),
  return: nullable(Type.Number(), 'a fraction of the premium at the entry; null while it is open'),
  held_ms: nullable(Type.Number(), 'from entry to exit; null while it is open'),
  win: nullable(Type.Boolean(), 'it made more than nothing; null while it is open'),
  signal_type: nullable(Type.Enum([...signalNames]), 'the scanner’s at the entry; null where it had none, or it was told later'),
  composite_score: nullable(Type.Number(), 'the scanner’s at the entry, of 100'),
  note: Type.String(),
});

const rate = (description: string) => nullable(Type.Number(), `${description}; null while n < 30`);

const Results = Type.Object({
  open: Type.Integer(),
  n: Type.Integer({ description: 'closed ones' }),
  wins: Type.Integer(),
  profit_loss: Type.Number({ description: 'USD, of all contracts of the closed ones, before fees' }),
  hit_rate: rate('share of the closed ones that made more than nothing'),
  hit_rate_low: rate('Wilson interval at 95 %'),
  hit_rate_high: rate('Wilson interval at 95 %'),
  mean_return: rate('of the premium at the entry, a fraction'),
  mean_profit_loss_per_contract: rate('USD'),
  mean_held_ms: rate('from entry to exit'),
  note: Type.String({ description: '`not enough data` while n < 30, else empty' }),
});

export const TradesBody = Type.Object({
  user: Type.String({ description: 'whose they are' }),
  feed_now: Type.String({ description: 'ISO 8601, UTC' }),
  source: Source,
  simulated: Type.Boolean({ description: 'the market they are of is simulated or replayed' }),
  results: Results,
  trades: Type.Array(TradeBody, { description: 'the newest entry first, `limit` at most; `results` are of all that match' }),
  disclaimer: Type.String(),
});

export const ErasedTrade = Type.Object({ id: Type.String(), erased: Type.Literal(true) });

export type TradeAnswer = Static<typeof TradeBody>;
export type TradesAnswer = Static<typeof TradesBody>;
