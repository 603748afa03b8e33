import type { Behavior, Transition } from '@gexstream/actors';
import {
  applyEvent,
  classifyTrades,
  compactBook,
  type Envelope,
  type EpochMs,
  type ExposureEvent,
  epochMs,
  forgetTrades,
  type Gap,
  isOpen,
  type MarketEvent,
  refreshRow,
  schemaVersion,
  snapshotBook,
  spotOf,
  takeForwards,
} from '@gexstream/domain';
import { type DueMoment, dueMoments, silenceMsMax } from './cadence.ts';
import { levelSignature, measure, outputsAt } from './exposure-outputs.ts';
import type { UnderlyingSnapshot } from './underlying-snapshot.ts';
import { clockOf, midnightOf, type UnderlyingState } from './underlying-state.ts';

type GapEvent = Envelope<'gap', Gap>;

/** One input with its place in the partition. */
export interface UnderlyingMessage {
  readonly event: MarketEvent;
  readonly offset: number;
}

export type UnderlyingEffect =
  | { readonly type: 'publish'; readonly event: ExposureEvent }
  | { readonly type: 'say-gap'; readonly event: GapEvent }
  | { readonly type: 'snapshot'; readonly snapshot: UnderlyingSnapshot };

/**
 * One underlying: book → exposures → levels. First what has come due before this event is emitted, from the state before it; then the
 * event is applied; then, if a level changed, the levels go out at once. No clock is read: the same inputs give the same outputs.
 */
export const underlying: Behavior<UnderlyingState, UnderlyingMessage, UnderlyingEffect> = (state, { event, offset }) => {
  if (isKnown(state, event)) return { state, effects: [] };
  const effects: UnderlyingEffect[] = [];
  if (state.lastSeq !== 0 && event.seq > state.lastSeq + 1) effects.push({ type: 'say-gap', event: inputLost(state, event) });
  const from = clockOf(state);
  const to = epochMs(Math.max(state.clockMs, event.eventMs));
  if (from !== null) for (const due of dueMoments(from, to, state.phaseMs)) emitDue(state, due, from, offset, effects);
  state.clockMs = to;
  state.newestInput = { feed: event.feed, run: event.run, receiveMs: event.receiveMs };
  if (event.seq !== 0) state.lastSeq = event.seq;
  if (state.sessionDate !== event.sessionDate) beginSession(state, event.sessionDate, to);
  if (apply(state, event)) emitChanged(state, to, effects);
  return { state, effects } satisfies Transition<UnderlyingState, UnderlyingEffect>;
};

/** Read again after a restart. Marks carry no number; one that brings no time brings nothing. */
const isKnown = (state: UnderlyingState, { seq, eventMs }: MarketEvent): boolean =>
  seq === 0 ? eventMs <= state.clockMs : seq <= state.lastSeq;

/**
 * Numbers have no holes where they are given, so the log has lost what lies between: it was cleaned away, cut or made anew before it was read.
 * What is known stays and grows old; until the next whole round over the chain nothing goes out that could pass for whole.
 */
const inputLost = (state: UnderlyingState, event: MarketEvent): GapEvent => {
  const reason = `the log no longer had what followed record ${state.lastSeq} when it was to be read`;
  const body = { fromMs: clockOf(state) ?? event.eventMs, toMs: event.eventMs, reason };
  state.book.lastGap = body;
  state.book.wholeSession = null;
  return { ...event, kind: 'gap', version: schemaVersion.gap, seq: state.lastSeq, body };
};

/** What settled yesterday is of no use today, and would be carried for ever. */
const beginSession = (state: UnderlyingState, sessionDate: string, at: EpochMs): void => {
  state.sessionDate = sessionDate;
  state.sessionStartMs = midnightOf(sessionDate);
  forgetTrades(state.book);
  compactBook(state.book, at);
  if (state.positions?.structure !== state.book.structure) state.exposure = null;
};

/** Outside the session only full minutes are worth a record; after a silence nothing is, for nobody knows what happened in it. */
const emitDue = (state: UnderlyingState, due: DueMoment, from: EpochMs, offset: number, effects: UnderlyingEffect[]): void => {
  const open = isOpen(due.at);
  const told = due.at - from <= silenceMsMax && (open || due.profile);
  // What is due now is due again for who begins from the snapshot.
  const { session } = state;
  const outputs = told
    ? outputsAt(state, due.at, { cells: due.cells, session: due.session, exposures: due.profile, profile: due.profile && open })
    : [];
  for (const event of outputs) effects.push({ type: 'publish', event });
  // Who begins from a snapshot has nothing measured: whoever goes on from it shall have just what that one has.
  if (due.snapshot && outputs.length === 0) measure(state, due.at);
  if (due.snapshot)
    effects.push({
      type: 'snapshot',
      snapshot: {
        nextOffset: offset,
        lastSeq: state.lastSeq,
        clockMs: state.clockMs,
        sessionDate: state.sessionDate,
        newestInput: state.newestInput,
        session,
        book: snapshotBook(state.book),
      },
    });
};

/** Applies the event and keeps the exposures up with it, contract by contract; true when a level is now another. */
const apply = (state: UnderlyingState, event: MarketEvent): boolean => {
  const { book } = state;
  const spotBefore = spotOf(book);
  const changed: number[] = [];
  if (event.kind === 'option-updates') classifyTrades(book, event.body, event.eventMs, epochMs(state.sessionStartMs));
  const change = applyEvent(book, event, (row) => changed.push(row));
  if (event.kind === 'option-updates' && event.body.listing !== undefined)
    takeForwards(book, event.body.listing, epochMs(state.clockMs), state.carry);
  // Until the next full recompute (a quarter second at most) nothing can be read off columns made for another set of contracts.
  if (change === 'structure') state.exposure = null;
  const { exposure, positions } = state;
  if (exposure === null || positions === null || change === 'none') return false;
  const spot = spotOf(book);
  if (change === 'spot') {
    if (spot === spotBefore) return false;
    exposure.respot(spot);
  }
  const at = epochMs(state.clockMs);
  for (const row of changed) refreshRow(book, positions, row, spot, at, state.carry, exposure.update);
  return state.signature !== null && levelSignature(exposure) !== state.signature;
};

const emitChanged = (state: UnderlyingState, at: EpochMs, effects: UnderlyingEffect[]): void => {
  if (!isOpen(at)) return;
  for (const event of outputsAt(state, at, { cells: false, session: false, exposures: false, profile: false }))
    effects.push({ type: 'publish', event });
};
