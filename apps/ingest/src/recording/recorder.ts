import type { ActorRef } from '@gexstream/actors';
import type { EpochMs } from '@gexstream/domain';
import type { DecodedFrame } from '@gexstream/schwab';
import type { FramePublisherMessage } from '../actors/frame-publisher.actor.ts';
import type { Draft } from '../draft.ts';
import type { RecordingWriter } from './recording-writer.ts';

/** The tap at the edge of ingest: what was received, before it is converted, and what ingest adds of its own, in the order it took effect. */
export interface Recorder {
  frame(receivedMs: EpochMs, text: string, decoded: DecodedFrame): void;
  /** `request`: path and query. */
  answer(receivedMs: EpochMs, request: string, text: string): void;
  said(message: FramePublisherMessage): void;
}

/** The others tell of accounts and logins. */
const marketData = '/marketdata/';

/** What no frame and no answer says. */
const ownKinds: ReadonlySet<Draft['kind']> = new Set(['feed-link', 'chain-round', 'demand-round', 'gap']);

export const recorder = ({ append }: Pick<RecordingWriter, 'append'>): Recorder => ({
  frame: (receivedMs, text, { responses, notices, data, garbage }) => {
    // What the server says of the connection may hold ids of the user; what it led to is among what ingest says.
    if (data.length === 0) return;
    const alone = responses.length + notices.length + garbage === 0;
    append({ kind: 'frame', receivedMs, request: '', body: alone ? text : JSON.stringify({ data }) });
  },
  answer: (receivedMs, request, body) => {
    if (request.startsWith(marketData)) append({ kind: 'answer', receivedMs, request, body });
  },
  said: (message) => {
    if (message.type === 'mark') append({ kind: 'mark', receivedMs: message.at, request: '', body: '' });
    if (message.type !== 'publish') return;
    const own = message.drafts.filter(({ kind }) => ownKinds.has(kind));
    if (own.length > 0) append({ kind: 'said', receivedMs: message.receivedMs, request: '', body: JSON.stringify(own) });
  },
});

/** The publisher with the tap on its way in. */
export const recorded = (
  publisher: ActorRef<FramePublisherMessage>,
  { said }: Pick<Recorder, 'said'>,
): ActorRef<FramePublisherMessage> => ({
  name: publisher.name,
  send: (message) => {
    said(message);
    return publisher.send(message);
  },
  idle: () => publisher.idle(),
  stop: () => publisher.stop(),
});
