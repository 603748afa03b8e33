import type { EpochMs } from '../time/epoch-ms.ts';

/** What the card is read off. GEX in USD per 1 % move; strikes, spot and walls in points. */
export interface RegimeInput {
  readonly asOf: EpochMs;
  readonly spot: number;
  /** Of the whole book. */
  readonly netGex: number;
  /** Every strike over all expiries, ascending: no window, so that no view changes the card. */
  readonly strikes: readonly { readonly strike: number; readonly net: number; readonly gross: number }[];
  /** The strike with the largest gross GEX. */
  readonly king: number | null;
  /** By settlement; `atmIv` a fraction a year. */
  readonly expiries: readonly { readonly settlesMs: EpochMs; readonly atmIv: number | null }[];
}

export interface StrikeNet {
  readonly strike: number;
  readonly netGex: number;
}

/** `none`: no strike has net gamma, so there is nothing to read. */
export type RegimeSummary = 'pin' | 'drift' | 'bullish-momentum' | 'bearish-momentum' | 'wait' | 'none';

/** Why an end of the expected range is where it is; null where nothing says. */
export type RangeReason = 'strike' | 'king' | 'expected-move' | null;

/** How the gamma of a book lies around spot. Sizes are set against M, the largest |net| of a strike. */
export interface RegimeCard {
  readonly summary: RegimeSummary;
  readonly profile: 'positive' | 'negative' | 'neutral';
  readonly bias: 'range' | 'trend' | 'chop';
  readonly spot: number;
  readonly netGex: number;
  /** M and where it is; null where no strike has net gamma. */
  readonly largest: StrikeNet | null;
  /** Net GEX ÷ M; null without an M. */
  readonly netToLargest: number | null;
  readonly king:
    | (StrikeNet & {
        readonly grossGex: number;
        readonly direction: 'above' | 'below' | 'at';
        /** King − spot, in points. */
        readonly distance: number;
        /** In percent of spot. */
        readonly distancePct: number;
      })
    | null;
  /** The nearest strike below spot whose net is above 0.15 M. */
  readonly support: StrikeNet | null;
  /** The nearest such strike above spot. */
  readonly resistance: StrikeNet | null;
  /** One standard deviation until the nearest settlement with an at-the-money volatility, in points. */
  readonly expectedMove: { readonly settlesMs: EpochMs; readonly atmIv: number; readonly oneSigma: number } | null;
  readonly range: {
    readonly low: number | null;
    readonly high: number | null;
    readonly lowFrom: RangeReason;
    readonly highFrom: RangeReason;
  };
}

/** Of M: beyond it the whole book leans to a side. */
const profileShare = 0.1;
/** Of M: a strike with more net than this holds price. */
const strikeShare = 0.15;
/** Percent of spot: with positive gamma and a king nearer than this, price pins. */
const pinPct = 0.15;
const yearMs = 365 * 86_400_000;

/** Pure and of one moment. A model's reading (dealers long calls, short puts), not a forecast, and without probabilities. */
export const regimeCard = (input: RegimeInput): RegimeCard => {
  const { spot, netGex, strikes } = input;
  const largest = strikes.reduce<StrikeNet | null>(
    (best, { strike, net }) => (Math.abs(net) > Math.abs(best?.netGex ?? 0) ? { strike, netGex: net } : best),
    null,
  );
  const scale = Math.abs(largest?.netGex ?? 0);
  const king = kingOf(input);
  const holding = strikes.filter(({ net }) => net > strikeShare * scale);
  const support = netOf(holding.findLast(({ strike }) => strike < spot));
  const resistance = netOf(holding.find(({ strike }) => strike > spot));
  const expectedMove = moveOf(input);
  const profile = netGex > profileShare * scale ? 'positive' : netGex < -profileShare * scale ? 'negative' : 'neutral';
  const [low, lowFrom] = rangeEnd(
    support,
    king?.direction === 'below' ? king : null,
    expectedMove && spot - expectedMove.oneSigma,
  );
  const [high, highFrom] = rangeEnd(
    resistance,
    king?.direction === 'above' ? king : null,
    expectedMove && spot + expectedMove.oneSigma,
  );
  return {
    // A total may round to a hair beside zero where every strike cancels: without an M it says nothing.
    summary: largest === null ? 'none' : summaryOf(profile, king),
    profile: largest === null ? 'neutral' : profile,
    bias: largest === null ? 'chop' : biasOf[profile],
    spot,
    netGex,
    largest,
    netToLargest: largest === null ? null : netGex / scale,
    king,
    support,
    resistance,
    expectedMove,
    range: { low, high, lowFrom, highFrom },
  };
};

const biasOf = { positive: 'range', negative: 'trend', neutral: 'chop' } as const;

const summaryOf = (profile: RegimeCard['profile'], king: RegimeCard['king']): RegimeSummary => {
  if (king === null || profile === 'neutral') return 'wait';
  if (profile === 'positive') return Math.abs(king.distancePct) < pinPct ? 'pin' : 'drift';
  return king.direction === 'above' ? 'bullish-momentum' : king.direction === 'below' ? 'bearish-momentum' : 'wait';
};

const kingOf = ({ king, spot, strikes }: RegimeInput): RegimeCard['king'] => {
  const row = strikes.find(({ strike }) => strike === king);
  if (row === undefined) return null;
  const distance = row.strike - spot;
  return {
    strike: row.strike,
    netGex: row.net,
    grossGex: row.gross,
    direction: distance > 0 ? 'above' : distance < 0 ? 'below' : 'at',
    distance,
    distancePct: (distance / spot) * 100,
  };
};

/** σ × spot × √T by calendar time, as long as the series lives: a range in points that fits every ticker. */
const moveOf = ({ asOf, spot, expiries }: RegimeInput): RegimeCard['expectedMove'] => {
  const next = expiries.find(({ settlesMs, atmIv }) => settlesMs > asOf && atmIv !== null);
  if (next === undefined || next.atmIv === null) return null;
  const oneSigma = spot * next.atmIv * Math.sqrt((next.settlesMs - asOf) / yearMs);
  return { settlesMs: next.settlesMs, atmIv: next.atmIv, oneSigma };
};

const rangeEnd = (
  holding: StrikeNet | null,
  king: StrikeNet | null,
  moved: number | null,
): readonly [number | null, RangeReason] => {
  if (holding !== null) return [holding.strike, 'strike'];
  if (king !== null) return [king.strike, 'king'];
  return moved === null ? [null, null] : [moved, 'expected-move'];
};

const netOf = (row: RegimeInput['strikes'][number] | undefined): StrikeNet | null =>
  row === undefined ? null : { strike: row.strike, netGex: row.net };
