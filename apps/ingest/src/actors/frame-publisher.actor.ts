import type { Behavior } from '@gexstream/actors';
import {
  type EpochMs,
  epochMs,
  type Feed,
  type MarketEvent,
  type MarketEventKind,
  schemaVersion,
  sessionDate,
} from '@gexstream/domain';
import type { Draft } from '../draft.ts';

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
}

export type FramePublisherMessage =
  | { readonly type: 'publish'; readonly drafts: readonly Draft[]; readonly receivedMs: EpochMs }
  /** Event time has come this far on every partition. Stamped when it is sent, as receipts are: so the mailbox is in their order. */
  | { readonly type: 'mark'; readonly at: EpochMs };

export type FramePublisherEffect =
  | { readonly type: 'append'; readonly events: readonly MarketEvent[] }
  /** One to each partition, in their order. */
  | { readonly type: 'append-marks'; readonly marks: readonly MarketEvent[] };

export const framePublisher: Behavior<FramePublisher, FramePublisherMessage, FramePublisherEffect> = (state, message, now) =>
  message.type === 'mark' ? mark(state, message.at, now) : publish(state, message.drafts, message.receivedMs, now);

const publish = (
  state: FramePublisher,
  drafts: readonly Draft[],
  receivedMs: EpochMs,
  now: EpochMs,
): ReturnType<typeof framePublisher> => {
  if (drafts.length === 0) return { state, effects: [] };
  const seq = new Map(state.seq);
  const lastEventMs = [...state.lastEventMs];
  const events = drafts.map((draft): MarketEvent => {
    const partition = state.partitionOf(draft.underlying);
    // Never ahead of its receipt, never behind what the partition already said.
    const eventMs = epochMs(Math.max(lastEventMs[partition] ?? 0, Math.min(draft.sourceMs, receivedMs)));
    lastEventMs[partition] = eventMs;
    const number = (seq.get(draft.underlying) ?? 0) + 1;
    seq.set(draft.underlying, number);
    const stamp = { ...envelope(state, draft.kind, eventMs, receivedMs, now), underlying: draft.underlying, seq: number };
    return eventOf(draft, stamp);
  });
  return { state: { ...state, seq, lastEventMs }, effects: [{ type: 'append', events }] };
};

/** The switch ties each kind to its body, which a spread alone would not. */
const eventOf = (draft: Draft, stamp: Omit<MarketEvent, 'kind' | 'body'>): MarketEvent => {
  switch (draft.kind) {
    case 'underlying-quote':
      return { ...stamp, kind: draft.kind, body: draft.body };
    case 'underlying-bar':
      return { ...stamp, kind: draft.kind, body: draft.body };
    case 'option-updates':
      return { ...stamp, kind: draft.kind, body: draft.body };
    case 'chain-round':
      return { ...stamp, kind: draft.kind, body: draft.body };
    case 'feed-link':
      return { ...stamp, kind: draft.kind, body: draft.body };
    case 'gap':
      return { ...stamp, kind: draft.kind, body: draft.body };
  }
};

const mark = (state: FramePublisher, markMs: EpochMs, now: EpochMs): ReturnType<typeof framePublisher> => {
  const lastEventMs = Array.from({ length: state.partitions }, (_, partition) =>
    Math.max(state.lastEventMs[partition] ?? 0, markMs),
  );
  const marks = lastEventMs.map(
    (at): MarketEvent => ({
      ...envelope(state, 'time-mark', epochMs(at), markMs, now),
      underlying: '*',
      seq: 0,
      kind: 'time-mark',
      body: {},
    }),
  );
  return { state: { ...state, lastEventMs }, effects: [{ type: 'append-marks', marks }] };
};

const envelope = (state: FramePublisher, kind: MarketEventKind, eventMs: EpochMs, receiveMs: EpochMs, emitMs: EpochMs) => ({
  version: schemaVersion[kind],
  feed: state.feed,
  run: state.run,
  eventMs,
  receiveMs,
  emitMs,
  sessionDate: sessionDate(eventMs),
});
