import type { ActorRef } from '@gexstream/actors';
import type { Clock } from '@gexstream/domain';
import {
  commandRequest,
  decodeFrame,
  loginRequest,
  openStreamSocket,
  requestFrame,
  SchwabError,
  type SentCommand,
  type StreamSocket,
  type TokenKeeper,
} from '@gexstream/schwab';
import type { WireStreamerInfo } from '@gexstream/schwab/wire';
import type { FramePublisherMessage } from './actors/frame-publisher.actor.ts';
import type { Counters } from './counters.ts';
import { frameDrafts } from './frame-drafts.ts';
import type { Recorder } from './recording/recorder.ts';
import type { RestGate } from './rest-gate.ts';
import type { StreamSessionMessage } from './session/session-state.ts';
import { tell } from './tell.ts';
import type { UnreadableFrames } from './unreadable-frames.ts';

export interface StreamLinkOptions {
  readonly gate: RestGate;
  readonly tokens: TokenKeeper;
  readonly clock: Clock;
  readonly counters: Counters;
  readonly underlyings: ReadonlySet<string>;
  readonly session: () => ActorRef<StreamSessionMessage>;
  readonly publisher: () => ActorRef<FramePublisherMessage>;
  readonly unreadable: UnreadableFrames;
  readonly recorder: Recorder | undefined;
}

/** Frames held while the publisher is busy; then the socket is not read: nothing is dropped here. */
const framesWaitingMax = 256;
const connectTimeoutMs = 15_000;

/** Performs what the stream session decides: one socket at a time, and the way of its frames to session and publisher. */
export class StreamLink {
  readonly #options: StreamLinkOptions;
  #connection = 0;
  #socket: StreamSocket | null = null;
  #info: WireStreamerInfo | null = null;
  #trusted: WireStreamerInfo | null = null;
  #loginToken: string | null = null;

  constructor(options: StreamLinkOptions) {
    this.#options = options;
  }

  /** Opens a socket to the streamer, whose address is asked for unless the last connection proved it; the session hears `opened` or `failed`. */
  async connect(connection: number): Promise<void> {
    this.#cut();
    this.#connection = connection;
    try {
      const info = this.#trusted ?? (await this.#askInfo());
      this.#trusted = null;
      const socket = await openStreamSocket({
        url: info.streamerSocketUrl,
        onFrame: (text) => this.#take(connection, text),
        onClosed: (reason) => void tell(this.#options.session(), { type: 'closed', connection, reason }),
        framesWaitingMax,
        connectTimeoutMs,
      });
      if (connection !== this.#connection) return socket.close();
      this.#socket = socket;
      this.#info = info;
      await tell(this.#options.session(), { type: 'opened', connection });
    } catch (error) {
      await this.#failed(connection, error);
    }
  }

  /** The connection is live: should it be lost, the next one needs no REST call, which may be out of budget just then. */
  trust(): void {
    this.#trusted = this.#info;
  }

  async login(connection: number): Promise<void> {
    try {
      const token = await this.#options.tokens.accessToken();
      if (connection !== this.#connection || this.#info === null) return;
      this.#loginToken = token;
      this.#socket?.send(requestFrame(loginRequest(this.#info, token, '0')));
    } catch (error) {
      await this.#failed(connection, error);
    }
  }

  send(connection: number, commands: readonly SentCommand[]): void {
    if (connection !== this.#connection || this.#info === null) return;
    for (const { command, requestId } of commands) {
      this.#socket?.send(requestFrame(commandRequest(this.#info, command, requestId)));
    }
  }

  /** The server refused the token of the last login. */
  refuseToken(): void {
    if (this.#loginToken !== null) this.#options.tokens.invalidate(this.#loginToken);
  }

  close(connection: number): void {
    if (connection === this.#connection) this.#cut();
  }

  /** Cuts whatever there is, and lets nothing come after. */
  end(): void {
    this.#connection = -1;
    this.#cut();
  }

  async #askInfo(): Promise<WireStreamerInfo> {
    const preference = await this.#options.gate.call({ payer: 'stream', rank: 0 }, (rest) => rest.userPreference());
    return preference.streamerInfo[0]!;
  }

  #cut(): void {
    this.#socket?.close();
    this.#socket = null;
    this.#info = null;
  }

  async #failed(connection: number, error: unknown): Promise<void> {
    const reason =
      error instanceof SchwabError ? error.message : `unexpected: ${error instanceof Error ? error.message : String(error)}`;
    await tell(this.#options.session(), { type: 'failed', connection, reason });
  }

  async #take(connection: number, text: string): Promise<void> {
    if (connection !== this.#connection) return;
    const { clock, counters, underlyings } = this.#options;
    const receivedMs = clock.now();
    const decoded = decodeFrame(text);
    const { responses, notices, data, garbage, unreadable } = decoded;
    this.#options.recorder?.frame(receivedMs, text, decoded);
    counters.frames += 1;
    counters.garbage += garbage;
    if (garbage > 0) this.#options.unreadable.take(text, garbage);
    const control = { type: 'frame', connection, responses, notices, unreadable } as const;
    if (data.length === 0) return tell(this.#options.session(), control);
    const drafts = frameDrafts(data, receivedMs, underlyings, counters);
    // Handed on in the turn it was received in, so that no time mark comes between; the session hears even while the publisher is busy.
    const taken = tell(this.#options.publisher(), { type: 'publish', drafts, receivedMs });
    await Promise.all([taken, tell(this.#options.session(), control)]);
  }
}
