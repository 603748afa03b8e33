import type { Transition } from '@gexstream/actors';
import type { EpochMs, FeedNotice } from '@gexstream/domain';
import { type CommandQueue, emptyQueue, type SentCommand } from '@gexstream/schwab';
import type { WireNotify, WireResponse, WireService } from '@gexstream/schwab/wire';
import { type ClockSkew, noSkew } from './clock-skew.ts';
import { type Heartbeats, noHeartbeats } from './heartbeats.ts';

/** The one connection to the streamer: log in, subscribe, notice when it dies, come back without end. */
export interface StreamSession {
  readonly phase: 'idle' | 'connecting' | 'logging-in' | 'subscribing' | 'live' | 'waiting';
  /** Counts connections; what an earlier one still says is passed over. */
  readonly connection: number;
  /**
   * Time by the beat of `tick`, which waiting goes by: the feed's clock may jump (a simulated market skips the night), and a jump must
   * not look like silence.
   */
  readonly beatMs: number;
  readonly phaseSinceBeatMs: number;
  readonly lastFrameBeatMs: number;
  readonly heartbeats: Heartbeats;
  readonly clockSkew: ClockSkew;
  /** Frames in a row of which nothing could be read. */
  readonly unreadableFrames: number;
  /** The feed's time of the newest frame. */
  readonly lastFrameMs: EpochMs | null;
  /** Losses in a row, back to 0 after a connection that held. */
  readonly attempt: number;
  readonly random: number;
  /** Since when nothing is received, once it was live; null before and while it is. */
  readonly awaySinceMs: EpochMs | null;
  readonly everLive: boolean;
  /** The vendor's symbols. */
  readonly underlyings: readonly string[];
  readonly wantedOptions: readonly string[];
  /** What the server was told to stream, as far as commands went out; null when a refusal left it unknown. */
  readonly toldOptions: ReadonlySet<string> | null;
  readonly queue: CommandQueue;
  /** Services of which the server refused something for another reason than its limit, and at which beat they are asked for again. */
  readonly refused: ReadonlyMap<WireService, number>;
  readonly reconnects: number;
  readonly detail: string;
}

export type StreamSessionMessage =
  | { readonly type: 'start' }
  | { readonly type: 'opened'; readonly connection: number }
  | { readonly type: 'failed'; readonly connection: number; readonly reason: string }
  /** Any frame, with what in it is not data. */
  | {
      readonly type: 'frame';
      readonly connection: number;
      readonly responses: readonly WireResponse[];
      readonly notices: readonly WireNotify[];
      /** Nothing in it could be read. */
      readonly unreadable: boolean;
    }
  | { readonly type: 'closed'; readonly connection: number; readonly reason: string }
  | { readonly type: 'wake'; readonly connection: number }
  /** All underlyings to be streamed from now on, the vendor's symbols. */
  | { readonly type: 'follow'; readonly underlyings: readonly string[] }
  | { readonly type: 'want'; readonly options: readonly string[] }
  /** Once a second: time-outs. */
  | { readonly type: 'tick' };

export type StreamSessionEffect =
  | { readonly type: 'connect'; readonly connection: number }
  /** With a token that was not refused before. */
  | { readonly type: 'login'; readonly connection: number }
  | { readonly type: 'refuse-token' }
  | { readonly type: 'send'; readonly connection: number; readonly commands: readonly SentCommand[] }
  | { readonly type: 'close'; readonly connection: number }
  | { readonly type: 'wake'; readonly connection: number; readonly afterMs: number }
  | { readonly type: 'up'; readonly awaySinceMs: EpochMs | null; readonly reason: string }
  | { readonly type: 'down'; readonly reason: string }
  /** The server takes no more than this many option symbols. */
  | { readonly type: 'cap'; readonly contracts: number }
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'notice'; readonly notice: FeedNotice }
  | { readonly type: 'report' };

export const initialStreamSession = (underlyings: readonly string[], seed: number): StreamSession => ({
  phase: 'idle',
  connection: 0,
  beatMs: 0,
  phaseSinceBeatMs: 0,
  lastFrameBeatMs: 0,
  heartbeats: noHeartbeats,
  clockSkew: noSkew,
  unreadableFrames: 0,
  lastFrameMs: null,
  attempt: 0,
  random: seed,
  awaySinceMs: null,
  everLive: false,
  underlyings,
  wantedOptions: [],
  toldOptions: new Set(),
  queue: emptyQueue,
  refused: new Map(),
  reconnects: 0,
  detail: 'not connected yet',
});

export type SessionTurn = Transition<StreamSession, StreamSessionEffect>;
