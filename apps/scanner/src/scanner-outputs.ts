import {
  type Envelope,
  type EpochMs,
  epochMs,
  type FlowRow,
  flowConviction,
  type OpportunityRow,
  opportunity,
  type ScannerEvent,
  scanIdOf,
  schemaVersion,
  sessionDate,
} from '@gexstream/domain';
import type { RankedFlow } from './crossings.ts';
import type { DueLook } from './look-cadence.ts';
import type { SymbolPicture } from './symbol-picture.ts';
import type { SymbolState } from './symbol-state.ts';

const flowRowsMax = 300;
const opportunityRowsMax = 100;

/** What a look is worth: on a full minute everything, else what crossed a threshold. */
export const scannerOutputs = (
  state: SymbolState,
  { spot, expiries }: SymbolPicture,
  flows: readonly RankedFlow[],
  { at, minute, scan }: DueLook,
): readonly ScannerEvent[] => {
  const head = outputHead(state, at);
  const newestMs = epochMs(Math.min(state.book.newestMs, at));
  const events: ScannerEvent[] = [];
  const told = minute ? flows : flows.filter(({ crossed }) => crossed.length > 0);
  if (minute || told.length > 0) {
    const tiers = flows.flatMap(({ flow, premium }) => (premium === null ? [] : [{ side: flow.side, premium: premium.premium }]));
    const { underlyingVolume } = state;
    const body = {
      ...{ newestMs, spot, underlyingVolume, conviction: flowConviction(tiers) },
      expiries: expiries.map(({ expiry, volume }) => ({ expiry, ...volume() })),
      whole: minute,
      contracts: told.map(flowRow).sort(byCrossingThenPremium).slice(0, flowRowsMax),
    };
    events.push({ kind: 'flow', version: schemaVersion.flow, ...head, body });
  }
  if (minute) {
    const body = {
      newestMs,
      spot,
      scanId: scan ? scanIdOf(at) : null,
      expiries: expiries.map(({ expiry, skew }) => ({ expiry, ...skew() })),
    };
    events.push({ kind: 'skew', version: schemaVersion.skew, ...head, body });
  }
  const opportunities = flows.filter(({ score, isRisen }) => (minute ? score !== null : isRisen));
  if (minute || opportunities.length > 0) {
    const rows = opportunities.map(opportunityRow).sort(byScore).slice(0, opportunityRowsMax);
    const body = { newestMs, spot, whole: minute, rows };
    events.push({ kind: 'opportunities', version: schemaVersion.opportunities, ...head, body });
  }
  return events;
};

const flowRow = ({ flow, premium, crossed }: RankedFlow): FlowRow => ({ ...flow, premium, crossed });

/** Of flow with a score. */
export const opportunityRow = ({ flow, of, isRisen }: RankedFlow): OpportunityRow => {
  const [skew, volumeOfExpiry] = [of.skew(), of.volume()];
  return { ...opportunity(flow, skew, volumeOfExpiry)!, volumeOfExpiry, skew, crossed: isRisen };
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
