import {
  type DealerModel,
  dealerModelNames,
  type ExposureKind,
  exposureKinds,
  exposureUnits,
  horizons,
  type ServedModel,
  servedModels,
} from '@gexstream/domain';
import { type Static, Type } from 'typebox';
import { nullable } from './fields.ts';
import { provenanceFields, sliceFields } from './gex.ts';

export const eachKind = <T extends Type.TSchema>(of: (kind: ExposureKind) => T) =>
  Type.Object(Object.fromEntries(exposureKinds.map((kind) => [kind, of(kind)])) as Record<ExposureKind, T>);

export const Exposures = eachKind((kind) =>
  Type.Object(
    {
      net: Type.Number({ description: 'call + put' }),
      call: Type.Number(),
      put: Type.Number(),
      gross: Type.Number({ description: 'of the contracts’ magnitudes: nothing cancels in it' }),
    },
    { description: exposureUnits[kind] },
  ),
);

const volumeWallFields = {
  call_volume_wall: nullable(Type.Number(), 'strike at or above spot with the largest call volume today; no wall of gamma'),
  put_volume_wall: nullable(Type.Number(), 'strike at or below spot with the largest put volume today'),
};

const HorizonName = Type.Enum(horizons.map(({ name }) => name));

/** GEX as the dealer model signs it: but under `naive` a put's may be positive. */
const SignedTotal = Type.Object(
  {
    net_gex: Type.Number({ description: 'call_gex + put_gex' }),
    call_gex: Type.Number({ description: 'signed as `convention` says' }),
    put_gex: Type.Number({ description: 'signed as `convention` says' }),
    gross_gex: Type.Number({ description: 'of the contracts’ magnitudes: nothing cancels in it' }),
  },
  { description: 'USD of hedging flow per 1 % move of the underlying' },
);

/** A slice's levels, with its third put/call ratio: premium is reckoned up once a minute. */
const pricedSliceFields = {
  ...sliceFields,
  total: SignedTotal,
  call_wall: nullable(Type.Number(), 'strike at or above spot with the largest |call GEX|'),
  put_call_ratio: Type.Object({
    ...sliceFields.put_call_ratio.properties,
    premium: nullable(
      Type.Number(),
      'put premium / call premium: today’s volume × mid (last sale without a two-sided quote) × multiplier; null where a side has none, and for what is from before it was reckoned up',
    ),
  }),
};

const horizonFields = {
  gross_share: nullable(Type.Number(), 'of all gross GEX, 0…1; null without any'),
  ...pricedSliceFields,
  exposures: Exposures,
  ...volumeWallFields,
};

const Horizon = Type.Object({
  name: HorizonName,
  expiries: Type.Integer({ description: 'how many it holds' }),
  ...horizonFields,
});

export const ForwardBasis = Type.Object(
  {
    source: Type.String({ description: '`parity`, or why it is the configured one' }),
    taken_at: nullable(Type.String(), 'ISO 8601, UTC: when a chain answer last listed the expiry; null but with carry `parity`'),
    rate: Type.Number({ description: 'continuously compounded, a fraction a year' }),
    dividend_yield: Type.Number({ description: 'the continuous yield that gives the forward, a fraction a year' }),
    implied: nullable(
      Type.Object({
        value: Type.Number({ description: 'points' }),
        strikes: Type.Integer({ description: 'how many it was taken over' }),
        scatter: Type.Number({ description: 'points: how far they disagree' }),
        half_spread: Type.Number({ description: 'points: how far quotes leave it open' }),
      }),
      'what the quotes of that moment imply, also where it was not taken; null with too few of them',
    ),
  },
  { description: 'where the forward comes from' },
);

export const ExpectedMove = Type.Object({
  iv: nullable(Type.Object({ atm_iv: Type.Number(), one_sigma: Type.Number({ description: 'points' }) }), 'spot × σ × √years'),
  straddle: nullable(
    Type.Object({
      strike: Type.Number(),
      price: Type.Number({ description: 'points: the mean absolute move' }),
      one_sigma: Type.Number({ description: 'price × √(π/2)' }),
    }),
    'the straddle nearest the forward; null when none is quoted near it',
  ),
});

const ExpiryExposures = Type.Object({
  expiry: Type.String({ description: 'YYYY-MM-DD' }),
  settlement: Type.Union([Type.Literal('am'), Type.Literal('pm')]),
  settles_at: Type.String({ description: 'ISO 8601, UTC' }),
  floored: Type.Boolean({ description: 'time to settlement was below one minute and was taken as one' }),
  atm_iv: nullable(Type.Number(), 'implied volatility at the forward, a fraction a year'),
  put_25d_iv: nullable(Type.Number(), 'implied volatility of the 25-delta put, a fraction a year; null when its wing is missing'),
  call_25d_iv: nullable(
    Type.Number(),
    'implied volatility of the 25-delta call, a fraction a year; null when its wing is missing',
  ),
  skew_25d: nullable(Type.Number(), 'IV of the 25-delta put minus that of the 25-delta call, in vol points'),
  ...pricedSliceFields,
  exposures: nullable(Exposures, 'null where nobody holds anything'),
  max_pain: nullable(Type.Number(), 'strike; a statistic of open interest, not a forecast'),
  ...volumeWallFields,
  expected_move: ExpectedMove,
  forward: Type.Number({ description: 'points, by the carry' }),
  carry: ForwardBasis,
});

const ModelSide = Type.Object({
  convention: Type.String(),
  meaning: Type.String(),
  exposures: Exposures,
  zero_gamma: sliceFields.zero_gamma,
  max_net_strike: sliceFields.max_net_strike,
});

export const ServedModelName = Type.Enum(Object.keys(servedModels) as ServedModel[], {
  description: 'who is assumed to hold what: a model, not a measurement',
});

/** `/api/v1/gex/SYMBOL/exposures`: one dealer model, measure and horizon, and the other models' totals beside it. */
export const ExposuresAnswer = Type.Object({
  symbol: Type.String(),
  spot: Type.Number(),
  ...provenanceFields,
  dealer_model: ServedModelName,
  exposure_units: eachKind((kind) => Type.Literal(exposureUnits[kind])),
  horizon: HorizonName,
  ...horizonFields,
  horizons: Type.Array(Horizon, { description: 'each holds the ones before it' }),
  expiries: Type.Array(ExpiryExposures, { description: 'those of the horizon' }),
  models: Type.Object(
    {
      ...(Object.fromEntries(dealerModelNames.map((name) => [name, ModelSide])) as Record<DealerModel, typeof ModelSide>),
      volume_signed: nullable(ModelSide, 'by its own measure, `inventory`; null for what is from before trades were classified'),
    },
    { description: 'the horizon under every dealer model, side by side, by the same measure' },
  ),
  classified_trades: nullable(
    Type.Object({
      volume: Type.Number({ description: 'all contracts traded today' }),
      bought: Type.Number({ description: 'by customers: traded at the ask or nearer to it' }),
      sold: Type.Number({ description: 'by customers: traded at the bid or nearer to it' }),
      share: nullable(
        Type.Number(),
        '(bought + sold) / volume, 0…1: only what is streamed can be classified; null without volume',
      ),
    }),
    'what model `volume_signed` rests on',
  ),
  curve: Type.Object(
    { spot: Type.Array(Type.Number()), net_gex: Type.Array(Type.Number()) },
    { description: 'net GEX of all expiries, re-priced over hypothetical spots with each contract’s IV held' },
  ),
});

export type ModelSideBody = Static<typeof ModelSide>;
export type ExposuresBody = Static<typeof ExposuresAnswer>;
