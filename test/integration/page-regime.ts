import type { RecommendationBody } from '../../apps/api/src/contract/regime.ts';

/** A regime card to look at: positive gamma, the king above, a range between two strikes. */
export const pageRegime = (spot: number, king: number, netGex: number): RecommendationBody => {
  const distancePct = (king / spot - 1) * 100;
  const [support, resistance] = [spot * 0.99, spot * 1.01];
  return {
    summary: `Drift: net gamma is 2.5 × the largest strike’s, so hedging damps moves; the king ${king} is ${distancePct.toFixed(2)} % above spot and tends to draw price.`,
    summary_class: 'drift',
    profile: 'positive',
    bias: 'range',
    spot,
    net_gex: netGex,
    largest_net: { strike: king, net_gex: netGex / 2.5 },
    net_to_largest: 2.5,
    king_node: {
      strike: king,
      gex: netGex / 2.5,
      total_gamma: netGex / 2,
      direction: 'above',
      distance: king - spot,
      distance_pct: distancePct,
    },
    gamma_wall: { strike: king },
    put_wall: { strike: spot * 0.994 },
    support: { strike: support, net_gex: netGex / 3 },
    resistance: { strike: resistance, net_gex: netGex / 4 },
    expected_move: { until: '2026-11-20T21:00:00.000Z', atm_iv: 0.125, one_sigma: spot * 0.003 },
    expected_range: { low: support, high: resistance, low_from: 'strike', high_from: 'strike' },
    condor: {
      legs: [
        { action: 'buy', side: 'put', strike: 5920, bid: 0.3, ask: 0.4, delta: -0.03 },
        { action: 'sell', side: 'put', strike: 5950, bid: 1, ask: 1.2, delta: -0.1 },
        { action: 'sell', side: 'call', strike: 6050, bid: 0.9, ask: 1.1, delta: 0.1 },
        { action: 'buy', side: 'call', strike: 6080, bid: 0.2, ask: 0.3, delta: 0.03 },
      ],
      credit_mid: 1.5,
      credit_at_market: 1.2,
      max_loss: 28.5,
      break_even: { low: 5948.5, high: 6051.5 },
    },
    action_items: [
      `Drift target: ${king}, ${distancePct.toFixed(2)} % above spot.`,
      `Support: ${support}, the nearest below spot.`,
      `Resistance: ${resistance}, the nearest above spot.`,
    ],
    traces: {
      summary: ['net_to_largest', 'king_node.strike', 'king_node.distance_pct'],
      action_items: [['king_node.strike', 'king_node.distance_pct'], ['support.strike'], ['resistance.strike']],
    },
    disclaimer: 'Educational purposes only; not a recommendation.',
    timestamp: '2026-11-20T15:30:00.000Z',
  };
};
