import {
  type Envelope,
  type EpochMs,
  type FlowRow,
  flowConviction,
  isWhaleFlow,
  type OpportunityRow,
  type ScannerEvent,
  scanIdOf,
  schemaVersion,
  sessionDate,
} from '@gexstream/domain';
import { flowCrossings, flowRanks, notCrossed, raised } from './crossings.ts';
import type { DueLook } from './look-cadence.ts';
import type { SymbolPicture } from './symbol-picture.ts';
import type { SymbolState } from './symbol-state.ts';

const flowRowsMax = 300;
const opportunityRowsMax = 100;

export interface ScannerOutputs {
  readonly events: readonly ScannerEvent[];
  /** All of this look; `crossed` are those that became one, or rose by a band, at it. */
  readonly opportunities: readonly OpportunityRow[];
}

/** What a look is worth: on a full minute everything, else what crossed a threshold. Notes how high each contract has risen. */
export const scannerOutputs = (state: SymbolState, picture: SymbolPicture, { at, minute, scan }: DueLook): ScannerOutputs => {
  const { spot } = picture;
  const [flows, opportunities] = [[] as FlowRow[], [] as OpportunityRow[]];
  for (const { contracts, skew, volume } of picture.expiries) {
    for (const { flow, premium, opportunity } of contracts) {
      if (!isWhaleFlow(flow) && flow.fresh === null && premium === null) continue;
      const before = state.crossed.get(flow.symbol) ?? notCrossed;
      const now = flowRanks(flow, premium, opportunity);
      state.crossed.set(flow.symbol, raised(before, now));
      flows.push({ ...flow, premium, crossed: flowCrossings(before, now) });
      if (opportunity !== null)
        opportunities.push({ ...opportunity, volumeOfExpiry: volume, skew, crossed: now.band > before.band });
    }
  }
  const head = outputHead(state, at);
  const risen = opportunities.filter(({ crossed }) => crossed);
  const events: ScannerEvent[] = [];
  if (minute || flows.some(({ crossed }) => crossed.length > 0)) {
    const expiries = picture.expiries.map(({ expiry, volume }) => ({ expiry, ...volume }));
    const tiers = flows.flatMap(({ side, premium }) => (premium === null ? [] : [{ side, premium: premium.premium }]));
    const told = minute ? flows : flows.filter(({ crossed }) => crossed.length > 0);
    const contracts = told.sort(byCrossingThenPremium).slice(0, flowRowsMax);
    const { underlyingVolume } = state;
    const body = { spot, underlyingVolume, conviction: flowConviction(tiers), expiries, whole: minute, contracts };
    events.push({ kind: 'flow', version: schemaVersion.flow, ...head, body });
  }
  if (minute) {
    const expiries = picture.expiries.map(({ expiry, skew }) => ({ expiry, ...skew }));
    const body = { spot, scanId: scan ? scanIdOf(at) : null, expiries };
    events.push({ kind: 'skew', version: schemaVersion.skew, ...head, body });
  }
  if (minute || risen.length > 0) {
    const rows = [...(minute ? opportunities : risen)].sort(byScore).slice(0, opportunityRowsMax);
    events.push({ kind: 'opportunities', version: schemaVersion.opportunities, ...head, body: { spot, whole: minute, rows } });
  }
  return { events, opportunities };
};

const premiumOf = ({ volume, mark }: FlowRow): number => volume * (mark ?? 0);

/** What just crossed is never cut off. */
const byCrossingThenPremium = (a: FlowRow, b: FlowRow): number =>
  Number(b.crossed.length > 0) - Number(a.crossed.length > 0) || premiumOf(b) - premiumOf(a) || (a.symbol < b.symbol ? -1 : 1);

const byScore = (a: OpportunityRow, b: OpportunityRow): number =>
  Number(b.crossed) - Number(a.crossed) ||
  b.classic.total - a.classic.total ||
  b.smooth.total - a.smooth.total ||
  (a.symbol < b.symbol ? -1 : 1);

/** `emitMs` is the event time that caused the output, not a clock's: a replay gives the same bytes. */
export const outputHead = (state: SymbolState, at: EpochMs): Omit<Envelope<string, never>, 'kind' | 'version' | 'body'> => ({
  feed: state.newestInput!.feed,
  run: state.newestInput!.run,
  underlying: state.symbol,
  seq: state.lastSeq,
  eventMs: at,
  receiveMs: state.newestInput!.receiveMs,
  emitMs: at,
  sessionDate: sessionDate(at),
});
