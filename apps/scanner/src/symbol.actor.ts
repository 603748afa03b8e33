import type { Behavior } from '@gexstream/actors';
import {
  applyEvent,
  compactBook,
  type Demand,
  type DemandRound,
  type EpochMs,
  epochMs,
  isOpen,
  type MarketEvent,
  type ScannerEvent,
  type SymbolScan,
  scanDates,
  scanDue,
  takeForwards,
} from '@gexstream/domain';
import { rankedFlows } from './crossings.ts';
import { type DueLook, dueLooks, silenceMsMax } from './look-cadence.ts';
import { dueOutcomes, followOutcomes, worthFollowing } from './outcome-tracker.ts';
import { opportunityRow, scannerOutputs } from './scanner-outputs.ts';
import { type SymbolPicture, symbolPicture } from './symbol-picture.ts';
import { clockOf, type SymbolSnapshot, type SymbolState, snapshotBefore } from './symbol-state.ts';

/** One input with its place in the partition. */
export interface SymbolMessage {
  readonly event: MarketEvent;
  readonly offset: number;
}

export type SymbolEffect =
  | { readonly type: 'publish'; readonly event: ScannerEvent }
  | { readonly type: 'scanned'; readonly scanMs: EpochMs; readonly result: SymbolScan }
  | { readonly type: 'demand'; readonly demand: Demand; readonly at: EpochMs }
  | { readonly type: 'snapshot'; readonly snapshot: SymbolSnapshot };

/** Whoever's chain was asked for so lately need not be asked for again. */
const roundFreshMs = 300_000;

/**
 * One symbol: book → flow, skew, opportunities → outcomes. What has come due before an event is looked at first, on the state before it; then the
 * event is applied. No clock is read: the same inputs give the same outputs.
 */
export const scannedSymbol: Behavior<SymbolState, SymbolMessage, SymbolEffect> = (state, { event, offset }) => {
  if (isKnown(state, event)) return { state, effects: [] };
  const effects: SymbolEffect[] = [];
  const from = clockOf(state);
  const to = epochMs(Math.max(state.clockMs, event.eventMs));
  if (from !== null) {
    const looks = dueLooks(from, to);
    const snapshot = state.snapshots && looks.some(({ minute }) => minute) ? snapshotBefore(state, offset) : null;
    for (const due of looks) look(state, due, from, effects);
    askForChain(state, from, to, effects);
    if (snapshot !== null) effects.push({ type: 'snapshot', snapshot: snapshot() });
  }
  state.clockMs = to;
  state.newestInput = { feed: event.feed, run: event.run, receiveMs: event.receiveMs };
  if (event.seq !== 0) state.lastSeq = event.seq;
  if (state.sessionDate !== event.sessionDate) beginSession(state, event.sessionDate, to);
  apply(state, event);
  return { state, effects };
};

/** Read again after a restart. Marks carry no number; one that brings no time brings nothing. */
const isKnown = (state: SymbolState, { seq, eventMs }: MarketEvent): boolean =>
  seq === 0 ? eventMs <= state.clockMs : seq <= state.lastSeq;

const look = (state: SymbolState, due: DueLook, from: EpochMs, effects: SymbolEffect[]): void => {
  // After a silence nobody knows what happened in it. The close itself is still looked at.
  const told = due.at - from <= silenceMsMax && isOpen(epochMs(due.at - 1));
  const picture = told ? symbolPicture(state, due.at) : null;
  if (picture !== null) {
    const flows = rankedFlows(state, picture);
    if (state.outputs === 'all')
      for (const event of scannerOutputs(state, picture, flows, due)) effects.push({ type: 'publish', event });
    followOutcomes(state, worthFollowing(state, flows).map(opportunityRow), picture.spot, due.at);
  }
  for (const event of dueOutcomes(state, due.at)) effects.push({ type: 'publish', event });
  if (!due.scan) return;
  effects.push({ type: 'scanned', scanMs: due.at, result: scanResult(state, picture, told) });
  state.apiCalls = 0;
};

const scanResult = ({ symbol, apiCalls, trouble }: SymbolState, picture: SymbolPicture | null, told: boolean): SymbolScan => ({
  symbol,
  apiCalls,
  rows: (picture?.expiries ?? []).map(({ expiry, skew }) => {
    const { skew25d, avgIv, putCallOiRatio, impliedMovePct } = skew();
    return { symbol, expiry, skew25d, avgIv, putCallOiRatio, impliedMovePct };
  }),
  detail: picture !== null ? trouble : told ? trouble || 'its chain has not come yet' : 'nothing was received at the time',
});

/** Of a symbol that nobody else follows, in time for the scan: one call for all its dates. */
const askForChain = (state: SymbolState, from: EpochMs, to: EpochMs, effects: SymbolEffect[]): void => {
  const ahead = (at: EpochMs): EpochMs => epochMs(at + state.leadMs);
  const scanMs = scanDue(ahead(from), ahead(to));
  if (scanMs === null || scanMs <= to || to - state.roundMs <= roundFreshMs) return;
  const demand = { app: 'scanner', want: 'chain', ...scanDates(scanMs), everyMs: null, untilMs: scanMs } as const;
  effects.push({ type: 'demand', at: to, demand });
};

/** What settled yesterday is of no use today, and what crossed then may cross again. */
const beginSession = (state: SymbolState, sessionDate: string, at: EpochMs): void => {
  state.sessionDate = sessionDate;
  state.underlyingVolume = 0;
  state.trouble = '';
  state.crossed.clear();
  state.followed.clear();
  compactBook(state.book, at);
};

/** A chain that somebody scans by hand while the market is open is as good as one's own; its calls are not the scanner's. */
const applyRound = (state: SymbolState, { eventMs, sessionDate }: MarketEvent, round: DemandRound): void => {
  const isOwn = round.app === 'scanner';
  const wanted = scanDates(eventMs);
  const covers = round.fromDate <= wanted.fromDate && round.toDate >= wanted.toDate;
  if (round.givenUp === 0 && (isOwn || (covers && isOpen(eventMs)))) state.roundSession = sessionDate;
  if (!isOwn) return;
  state.apiCalls += round.calls;
  state.trouble = round.reason;
};

const apply = (state: SymbolState, event: MarketEvent): void => {
  applyEvent(state.book, event, () => {});
  if (event.kind === 'option-updates' && event.body.listing !== undefined)
    takeForwards(state.book, event.body.listing, epochMs(state.clockMs), state.carry);
  switch (event.kind) {
    case 'underlying-quote':
      if (event.body.volume !== undefined && event.body.volume > 0) state.underlyingVolume = event.body.volume;
      return;
    case 'chain-round':
      state.roundMs = event.eventMs;
      return;
    case 'demand-round':
      applyRound(state, event, event.body);
      return;
    default:
      return;
  }
};
