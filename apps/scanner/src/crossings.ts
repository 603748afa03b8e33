import { bandRank, type ContractFlow, type Crossing, isWhaleFlow, type Opportunity, type PremiumFlow } from '@gexstream/domain';

/** How high a contract has risen today, by kind; 0 is not at all. Said once each, whatever the volume does after. */
export interface CrossedRanks {
  readonly whale: number;
  readonly fresh: number;
  readonly premium: number;
  readonly band: number;
}

export const notCrossed: CrossedRanks = { whale: 0, fresh: 0, premium: 0, band: 0 };

/** The steps of the composite score: between two of them nothing new is worth a word. */
const whaleSteps = [100, 200];
const freshSteps = [4, 6, 8];

export const flowRanks = (flow: ContractFlow, premium: PremiumFlow | null, opportunity: Opportunity | null): CrossedRanks => ({
  whale: isWhaleFlow(flow) ? 1 + whaleSteps.filter((step) => flow.whale!.score > step).length : 0,
  fresh: flow.fresh === null ? 0 : 1 + freshSteps.filter((step) => (flow.fresh!.ratio ?? 0) > step).length,
  premium: premium === null ? 0 : 4 - premium.tier,
  band: opportunity === null ? 0 : 1 + bandRank(opportunity.band),
});

const kinds: readonly Crossing[] = ['whale', 'fresh', 'premium'];

export const flowCrossings = (before: CrossedRanks, now: CrossedRanks): readonly Crossing[] =>
  kinds.filter((kind) => now[kind] > before[kind]);

/** The higher of each. */
export const raised = (before: CrossedRanks, now: CrossedRanks): CrossedRanks => ({
  whale: Math.max(before.whale, now.whale),
  fresh: Math.max(before.fresh, now.fresh),
  premium: Math.max(before.premium, now.premium),
  band: Math.max(before.band, now.band),
});
