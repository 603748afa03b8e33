import { bandRank, type Crossing, isWhaleFlow, scoreBand } from '@gexstream/domain';
import type { ExpiryPicture, SeenFlow, SymbolPicture } from './symbol-picture.ts';
import type { SymbolState } from './symbol-state.ts';

/** How high a contract has risen today, by kind; 0 is not at all. Said once each, whatever the volume does after. */
export interface CrossedRanks {
  readonly whale: number;
  readonly fresh: number;
  readonly premium: number;
  readonly band: number;
}

/** A contract's flow at a look. */
export interface RankedFlow extends SeenFlow {
  readonly of: ExpiryPicture;
  /** In which ways it rose above what it had been today, just now. */
  readonly crossed: readonly Crossing[];
  /** It became an opportunity, or rose by a band, just now. */
  readonly isRisen: boolean;
}

/** All flow of a look; notes how high each contract has risen. */
export const rankedFlows = ({ crossed }: SymbolState, { expiries }: SymbolPicture): readonly RankedFlow[] => {
  const ranked: RankedFlow[] = [];
  for (const of of expiries)
    for (const seen of of.flows) {
      const { symbol } = seen.flow;
      const before = crossed.get(symbol) ?? notCrossed;
      const now = flowRanks(seen);
      const isRisen = now.band > before.band;
      const kindsCrossed = flowCrossings(before, now);
      if (isRisen || kindsCrossed.length > 0) crossed.set(symbol, raised(before, now));
      ranked.push({ ...seen, of, crossed: kindsCrossed, isRisen });
    }
  return ranked;
};

const notCrossed: CrossedRanks = { whale: 0, fresh: 0, premium: 0, band: 0 };

/** The steps of the composite score: between two of them nothing new is worth a word. */
const whaleSteps = [100, 200];
const freshSteps = [4, 6, 8];

const flowRanks = ({ flow, premium, score }: SeenFlow): CrossedRanks => ({
  whale: isWhaleFlow(flow) ? 1 + whaleSteps.filter((step) => flow.whale!.score > step).length : 0,
  fresh: flow.fresh === null ? 0 : 1 + freshSteps.filter((step) => (flow.fresh!.ratio ?? 0) > step).length,
  premium: premium === null ? 0 : 4 - premium.tier,
  band: score === null ? 0 : 1 + bandRank(scoreBand(score.total)),
});

const kinds: readonly Crossing[] = ['whale', 'fresh', 'premium'];

const flowCrossings = (before: CrossedRanks, now: CrossedRanks): readonly Crossing[] =>
  kinds.filter((kind) => now[kind] > before[kind]);

/** The higher of each. */
const raised = (before: CrossedRanks, now: CrossedRanks): CrossedRanks => ({
  whale: Math.max(before.whale, now.whale),
  fresh: Math.max(before.fresh, now.fresh),
  premium: Math.max(before.premium, now.premium),
  band: Math.max(before.band, now.band),
});
