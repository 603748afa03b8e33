export { type IronCondor, ironCondor, type QuotedLeg } from './iron-condor.ts';
export { type RegimeCard, type RegimeInput, type RegimeSummary, regimeCard, type StrikeNet } from './regime-card.ts';
export { regimeOf } from './regime-of.ts';
export { type RegimeSentence, regimeActions, regimeHeadline } from './regime-sentences.ts';
