import type { Writable } from 'node:stream';
import type { Clock } from '@gexstream/domain/time';
import type { FeedStateBody } from '../contract/status.ts';
import type { LiveView } from '../live/live-view.ts';
import type { SerialisedAnswers } from '../live/serialised-answers.ts';
import { askedFor, type Symbols } from './asked-symbols.ts';
import { alone, eventBatch } from './event-batch.ts';
import { eventRing } from './event-ring.ts';
import { type SentCells, sentCells } from './sent-cells.ts';
import { type SseClient, sseClient } from './sse-client.ts';
import { heartbeatFrame, retryFrame, sseFrame } from './sse-frame.ts';

const ringAgeMsMax = 60_000;
const snapshotsKeptMax = 16;
/** The status is looked at in every so many beats. */
const beatsPerStatus = 4;
/** A status without news is repeated after this long, so that ages stay true. */
const statusRepeatMs = 5_000;

export interface StreamPhaseOptions {
  /** What its ids begin with: no other phase's do. */
  readonly boot: string;
  readonly view: LiveView;
  readonly feedState: () => FeedStateBody;
  /** The wall clock. */
  readonly clock: Clock;
  readonly backlogBytesMax: number;
  /** Bytes of events that it may keep for resuming now. */
  readonly ringBytesMax: () => number;
}

export interface ChangeStreamReader {
  /** null reads all symbols. */
  readonly symbols: ReadonlySet<string> | null;
  /** The last id that the reader has seen, of the same symbols. */
  readonly lastEventId?: string | undefined;
  readonly onClosed: () => void;
}

/** An event that is due; without a symbol all get it. */
export interface Change {
  readonly symbol: string | null;
  readonly event: string;
  readonly data: string;
}

/** Readers that are told the same events at the same moment: each is made once and written to every one that wants its symbol. */
export interface StreamPhase {
  /** Returns the client; it is forgotten when it closes. `nth` says when it is to come back after a break. */
  attach(output: Writable, reader: ChangeStreamReader, nth: number): SseClient;
  /** The id is one of its own. */
  gave(id: string | undefined): boolean;
  /** Sends what has changed since the beat before. */
  beat(): void;
  /** Sends an event of others. Nobody reads: it is gone. */
  tell(change: Change): void;
  heartbeat(): void;
  clients(): number;
  /** It has readers, or had some not long ago. */
  following(): boolean;
}

/** What every reader has been told about a symbol. */
interface Sent {
  answers: SerialisedAnswers;
  readonly cells: SentCells;
}

export const streamPhase = (options: StreamPhaseOptions): StreamPhase => {
  const { boot, view, feedState, clock, backlogBytesMax, ringBytesMax } = options;
  const readers = new Map<SseClient, Symbols>();
  const ring = eventRing(ringAgeMsMax, ringBytesMax);
  const sent = new Map<string, Sent>();
  /** By symbols asked for, all of the newest number. */
  const snapshots = new Map<string, Buffer>();
  let number = 0;
  let beats = 0;
  let following = false;
  let idleSince = clock.now();
  let statusKey = '';
  let statusMs = 0;

  const send = (changes: readonly Change[]): void => {
    if (changes.length === 0) return;
    snapshots.clear();
    const before = number;
    const batch = eventBatch(
      changes.map(({ symbol, event, data }) => ({ symbol, frame: sseFrame({ id: `${boot}-${++number}`, event, data }) })),
    );
    const sentMs = clock.now();
    batch.events.forEach(({ symbol, frame }, at) => void ring.push({ number: before + 1 + at, symbol, frame, sentMs }));
    for (const [client, symbols] of readers) client.send(batch.shareOf(symbols));
  };

  /** Nobody reads: nothing is compared or kept. The numbers go on, so that no older id looks like one of now. */
  const follow = (): void => {
    if (following) return;
    following = true;
    number++;
    snapshots.clear();
    ring.startAt(number);
    sent.clear();
    for (const symbol of view.symbols()) {
      const answers = view.answers(symbol);
      if (answers) sent.set(symbol, { answers, cells: sentCells(answers.cells) });
    }
  };

  const rest = (): void => {
    if (!following || readers.size > 0 || clock.now() - idleSince < ringAgeMsMax) return;
    following = false;
    ring.startAt(number);
    sent.clear();
    snapshots.clear();
  };

  const changed = (): Change[] => {
    const changes: Change[] = [];
    for (const symbol of view.symbols()) {
      const now = view.answers(symbol);
      const before = sent.get(symbol);
      if (now === undefined || now === before?.answers) continue;
      const told = before ?? { answers: now, cells: sentCells(null) };
      const change = now.cells && now.cells !== before?.answers.cells ? told.cells.advance(now.cells) : null;
      const levelsChanged = now.levels !== before?.answers.levels;
      told.answers = now;
      sent.set(symbol, told);
      if (levelsChanged) changes.push({ symbol, event: 'levels', data: now.levelsJson(view.head(now.levels)) });
      if (change) changes.push({ symbol, event: 'cells', data: JSON.stringify(change) });
    }
    return changes;
  };

  const newStatus = (): Change[] => {
    const state = feedState();
    const key = meaningOf(state);
    if (key === statusKey && clock.now() - statusMs < statusRepeatMs) return [];
    statusKey = key;
    statusMs = clock.now();
    return [{ symbol: null, event: 'status', data: JSON.stringify(state) }];
  };

  const snapshot = (symbols: Symbols): Buffer => {
    const kept = snapshots.get(symbols.key);
    if (kept) return kept;
    const details = [...sent]
      .filter(([symbol]) => symbols.want(symbol))
      .map(([symbol, { answers }]) => `${JSON.stringify(symbol)}:${answers.detailJson(view.head(answers.levels))}`);
    const data = `{"reset":true,"gex":{${details.join()}},"status":${JSON.stringify(feedState())}}`;
    const frame = sseFrame({ id: `${boot}-${number}`, event: 'snapshot', data });
    if (snapshots.size < snapshotsKeptMax) snapshots.set(symbols.key, frame);
    return frame;
  };

  const numberOf = (id: string | undefined): number | null => {
    const match = /^([0-9a-z]+)-(\d{1,15})$/.exec(id ?? '');
    return match?.[1] === boot ? Number(match[2]) : null;
  };

  const attach = (output: Writable, { symbols: asked, lastEventId, onClosed }: ChangeStreamReader, nth: number): SseClient => {
    follow();
    const symbols = askedFor(asked);
    const client = sseClient({
      output,
      clock,
      backlogBytesMax,
      catchUp: (behind) => behind.sendWhole(snapshot(symbols)),
      onClosed: () => {
        readers.delete(client);
        idleSince = clock.now();
        onClosed();
      },
    });
    client.send(alone(retryFrame(nth)));
    const seen = numberOf(lastEventId);
    const missed = seen === null ? null : ring.after(seen);
    if (missed === null) client.sendWhole(snapshot(symbols));
    else client.sendWhole(Buffer.concat(missed.filter(({ symbol }) => symbols.want(symbol)).map(({ frame }) => frame)));
    readers.set(client, symbols);
    return client;
  };

  return {
    attach,
    gave: (id) => numberOf(id) !== null,
    beat() {
      beats++;
      rest();
      if (following) send([...changed(), ...(beats % beatsPerStatus === 0 ? newStatus() : [])]);
    },
    tell: (change) => {
      if (following) send([change]);
    },
    heartbeat() {
      for (const client of readers.keys()) client.heartbeat(heartbeatFrame);
    },
    clients: () => readers.size,
    following: () => following,
  };
};

/** What must reach readers at once when it changes; the rest of a status only grows older. */
const meaningOf = (state: FeedStateBody): string =>
  JSON.stringify([
    state.state,
    state.detail,
    state.session,
    state.session_date,
    state.last_gap,
    state.login_expires,
    state.rest_circuit,
    state.underlyings.map(({ symbol, status }) => [symbol, status]),
  ]);
