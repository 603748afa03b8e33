import {
  type CellsEvent,
  type IronCondor,
  ironCondor,
  isoTime,
  type LevelsEvent,
  regimeActions,
  regimeHeadline,
  regimeOf,
} from '@gexstream/domain';
import type { RecommendationBody } from '../contract/regime.ts';

/** The regime card of the newest levels over the strikes of the newest cells. */
export const regimeBody = ({ body: levels }: LevelsEvent, cells: CellsEvent | null): RecommendationBody => {
  const card = regimeOf(levels, cells === null ? null : cells.body);
  const { king, expectedMove: move, range, largest, support, resistance } = card;
  const headline = regimeHeadline(card);
  const actions = regimeActions(card);
  return {
    summary: headline.text,
    summary_class: card.summary,
    profile: card.profile,
    bias: card.bias,
    spot: card.spot,
    net_gex: card.netGex,
    largest_net: strikeNet(largest),
    net_to_largest: card.netToLargest,
    king_node: king && {
      strike: king.strike,
      gex: king.netGex,
      total_gamma: king.grossGex,
      direction: king.direction,
      distance: king.distance,
      distance_pct: king.distancePct,
    },
    gamma_wall: levels.callWall === null ? null : { strike: levels.callWall },
    put_wall: levels.putWall === null ? null : { strike: levels.putWall },
    support: strikeNet(support),
    resistance: strikeNet(resistance),
    expected_move: move && { until: isoTime(move.settlesMs), atm_iv: move.atmIv, one_sigma: move.oneSigma },
    expected_range: { low: range.low, high: range.high, low_from: range.lowFrom, high_from: range.highFrom },
    condor: condorBody(ironCondor(card, cells?.body.expiringQuotes ?? null)),
    action_items: actions.map(({ text }) => text),
    traces: { summary: [...headline.from], action_items: actions.map(({ from }) => [...from]) },
    disclaimer: 'Educational purposes only; not a recommendation.',
    timestamp: isoTime(levels.asOf),
  };
};

const strikeNet = (of: { readonly strike: number; readonly netGex: number } | null) =>
  of && { strike: of.strike, net_gex: of.netGex };

const condorBody = (condor: IronCondor | null): RecommendationBody['condor'] =>
  condor && {
    legs: condor.legs.map((leg) => ({ ...leg })),
    credit_mid: condor.creditMid,
    credit_at_market: condor.creditAtMarket,
    max_loss: condor.maxLoss,
    break_even: condor.breakEven,
  };
