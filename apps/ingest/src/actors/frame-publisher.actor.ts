import type { Behavior } from '@gexstream/actors';
import {
  type EpochMs,
  epochMs,
  type Feed,
  type MarketEvent,
  type MarketEventKind,
  schemaVersion,
  sessionDate,
  withoutEventTimes,
} from '@gexstream/domain';
import type { Draft } from '../draft.ts';
import type { Outbox } from '../outbox.ts';

/** Numbers and stamps everything that goes to topic `market`: the only place where sequence numbers and event times are made. */
export interface FramePublisher {
  readonly feed: Feed;
  readonly run: string;
  readonly partitions: number;
  readonly partitionOf: (underlying: string) => number;
  /** The number each underlying's last record got. */
  readonly seq: ReadonlyMap<string, number>;
  /** The newest event time of each partition, epoch ms. */
  readonly lastEventMs: readonly number[];
  /** Not yet numbered, while the bus keeps what was. Mutable, and owned here. */
  readonly outbox: Outbox;
  /** One append is under way; it is repeated until it is kept, so numbers once given never go missing. */
  readonly appending: boolean;
}

export type FramePublisherMessage =
  | { readonly type: 'publish'; readonly drafts: readonly Draft[]; readonly receivedMs: EpochMs }
  /** Event time has come this far on every partition. Stamped when it is sent, as receipts are: so the mailbox is in their order. */
  | { readonly type: 'mark'; readonly at: EpochMs }
  /** Where the log has underlyings that this run did not begin with; sent before anything of them is. */
  | { readonly type: 'introduce'; readonly seq: ReadonlyMap<string, number> }
  /** The last append is kept. */
  | { readonly type: 'appended' }
  /** The last append will never be kept: the numbers it has cannot be given again, so this ends. */
  | { readonly type: 'refused'; readonly error: unknown };

export type FramePublisherEffect =
  | { readonly type: 'append'; readonly appends: readonly Append[] }
  /** All that came is kept. */
  | { readonly type: 'idle' };

/** In the order that each partition shall have. */
export type Append =
  | { readonly events: readonly MarketEvent[] }
  /** One to each partition, in their order. */
  | { readonly marks: readonly MarketEvent[] };

/** What comes goes to the outbox; while nothing is being appended, the outbox gives what is next to be numbered. */
export const framePublisher: Behavior<FramePublisher, FramePublisherMessage, FramePublisherEffect> = (state, message, now) => {
  switch (message.type) {
    case 'publish':
      state.outbox.put(message.drafts, message.receivedMs);
      break;
    case 'mark':
      state.outbox.mark(message.at);
      break;
    case 'introduce':
      return { state: { ...state, seq: new Map([...message.seq, ...state.seq]) }, effects: [] };
    case 'refused':
      throw message.error;
    case 'appended': {
      const turn = appendNext({ ...state, appending: false }, now);
      return turn.state.appending ? turn : { ...turn, effects: [{ type: 'idle' }] };
    }
  }
  return state.appending ? { state, effects: [] } : appendNext(state, now);
};

const appendNext = (state: FramePublisher, now: EpochMs): ReturnType<typeof framePublisher> => {
  const seq = new Map(state.seq);
  const lastEventMs = [...state.lastEventMs];
  const appends = state.outbox
    .take(now)
    .map(
      (entry): Append =>
        'mark' in entry
          ? { marks: markAll(state, lastEventMs, entry.mark, now) }
          : { events: entry.drafts.map((draft) => numbered(state, seq, lastEventMs, draft, entry.receivedMs, now)) },
    );
  if (appends.length === 0) return { state, effects: [] };
  return { state: { ...state, seq, lastEventMs, appending: true }, effects: [{ type: 'append', appends }] };
};

/** Counts up in `seq` and `lastEventMs`, which the turn owns. */
const numbered = (
  state: FramePublisher,
  seq: Map<string, number>,
  lastEventMs: number[],
  draft: Draft,
  receivedMs: EpochMs,
  now: EpochMs,
): MarketEvent => {
  const partition = state.partitionOf(draft.underlying);
  // Never ahead of its receipt, never behind what the partition already said.
  const eventMs = epochMs(Math.max(lastEventMs[partition] ?? 0, Math.min(draft.sourceMs, receivedMs)));
  lastEventMs[partition] = eventMs;
  const number = (seq.get(draft.underlying) ?? 0) + 1;
  seq.set(draft.underlying, number);
  return eventOf(draft, { ...envelope(state, draft.kind, eventMs, receivedMs, now), underlying: draft.underlying, seq: number });
};

/** The switch ties each kind to its body, which a spread alone would not. */
const eventOf = (draft: Draft, stamp: Omit<MarketEvent, 'kind' | 'body'>): MarketEvent => {
  switch (draft.kind) {
    case 'underlying-quote':
      return { ...stamp, kind: draft.kind, body: draft.body };
    case 'underlying-bar':
      return { ...stamp, kind: draft.kind, body: draft.body };
    case 'option-updates':
      return { ...stamp, kind: draft.kind, body: withoutEventTimes(draft.body, stamp.eventMs) };
    case 'chain-round':
      return { ...stamp, kind: draft.kind, body: draft.body };
    case 'demand-round':
      return { ...stamp, kind: draft.kind, body: draft.body };
    case 'feed-link':
      return { ...stamp, kind: draft.kind, body: draft.body };
    case 'gap':
      return { ...stamp, kind: draft.kind, body: draft.body };
  }
};

const markAll = (state: FramePublisher, lastEventMs: number[], markMs: EpochMs, now: EpochMs): readonly MarketEvent[] =>
  Array.from({ length: state.partitions }, (_, partition): MarketEvent => {
    const at = epochMs(Math.max(lastEventMs[partition] ?? 0, markMs));
    lastEventMs[partition] = at;
    return { ...envelope(state, 'time-mark', at, markMs, now), underlying: '*', seq: 0, kind: 'time-mark', body: {} };
  });

const envelope = (state: FramePublisher, kind: MarketEventKind, eventMs: EpochMs, receiveMs: EpochMs, emitMs: EpochMs) => ({
  version: schemaVersion[kind],
  feed: state.feed,
  run: state.run,
  eventMs,
  receiveMs,
  emitMs,
  sessionDate: sessionDate(eventMs),
});
