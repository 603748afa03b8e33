import type { RegimeCard } from './regime-card.ts';

/** A sentence, and the members of the card that its words and numbers come from. */
export interface RegimeSentence {
  readonly text: string;
  /** Paths into the card as JSON names it (`king_node.distance_pct`). */
  readonly from: readonly string[];
}

/** Percent of spot: a king nearer than this is no target any more. */
const driftPct = 0.02;

const netPath = 'net_to_largest';

/** What the card says first. */
export const regimeHeadline = (card: RegimeCard): RegimeSentence => {
  const { summary, king, netToLargest } = card;
  if (summary === 'none') return { text: 'Nothing to read: no strike has net gamma.', from: ['largest_net'] };
  const net = `net gamma is ${number(netToLargest ?? 0)} × the largest strike’s`;
  const where = king === null ? 'no strike has gamma' : `the king ${number(king.strike)} is ${away(king)}`;
  const from = king === null ? [netPath] : [netPath, ...pathsOf(king)];
  switch (summary) {
    case 'pin':
      return { text: `Pin: ${net}, so hedging damps moves, and ${where}.`, from };
    case 'drift':
      return { text: `Drift: ${net}, so hedging damps moves; ${where} and tends to draw price.`, from };
    case 'bullish-momentum':
      return { text: `Momentum up: ${net}, so hedging amplifies moves; ${where}.`, from };
    case 'bearish-momentum':
      return { text: `Momentum down: ${net}, so hedging amplifies moves; ${where}.`, from };
    case 'wait':
      return { text: `Wait: ${net}, and ${where}: no direction stands out.`, from };
  }
};

/** King, then support, then resistance: what there is of them. */
export const regimeActions = ({ king, support, resistance }: RegimeCard): readonly RegimeSentence[] => [
  ...(king === null
    ? []
    : [
        {
          text:
            Math.abs(king.distancePct) > driftPct
              ? `Drift target: ${number(king.strike)}, ${away(king)}.`
              : `Pin zone: ${number(king.strike)}, ${away(king)}.`,
          from: pathsOf(king),
        },
      ]),
  ...(support === null
    ? []
    : [{ text: `Support: ${number(support.strike)}, the nearest below spot.`, from: ['support.strike'] }]),
  ...(resistance === null
    ? []
    : [
        {
          text: `Resistance: ${number(resistance.strike)}, the nearest above spot.`,
          from: ['resistance.strike'],
        },
      ]),
];

const pathsOf = ({ direction }: NonNullable<RegimeCard['king']>): readonly string[] =>
  direction === 'at' ? ['king_node.strike'] : ['king_node.strike', 'king_node.distance_pct'];

const away = ({ direction, distancePct }: NonNullable<RegimeCard['king']>): string =>
  direction === 'at' ? 'at spot' : `${number(Math.abs(distancePct))} % ${direction} spot`;

/** Made once: that takes longer than a thousand numbers. */
const twoDecimals = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

/** `6,012.5`: two decimals at most, and a minus that cannot be taken for a dash. */
const number = (value: number): string => twoDecimals.format(value).replace(/^-(0$)?/, minus);

const minus = (_match: string, zero: string | undefined): string => zero ?? '−';
