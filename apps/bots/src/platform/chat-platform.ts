import type { ChatMessage, ChatRef, ChatSettings, PlatformName } from '@gexstream/domain';
import type { CommandSpec } from '../commands/command-spec.ts';

/** A chat platform behind one port: what telegraf and discord.js do here, another library could. It renders messages, splits them, and maps errors; it neither queues nor retries. */
export interface ChatPlatform {
  readonly name: PlatformName;
  /** Connects, says what commands there are, and from then on hands in what people do. Rejects with a `ChatError` `unauthorised` that says which variable to mend. */
  start(desk: FrontDesk): Promise<void>;
  /** Resolves with the id under which it can be edited. Rejects with a `ChatError`. */
  send(chat: ChatRef, message: ChatMessage, options: SendOptions): Promise<string>;
  edit(chat: ChatRef, messageId: string, message: ChatMessage): Promise<void>;
  /** Settles when it cannot go on: then this process must end. Resolves after `stop`. */
  readonly done: Promise<void>;
  health(): PlatformHealth;
  /** Takes nothing new and lets go of the connection. Safe to call twice. */
  stop(): Promise<void>;
}

export interface SendOptions {
  readonly silent: boolean;
  /** The same text for the same message, at most 25 characters: a platform that can drops the second. */
  readonly nonce: string;
  readonly image?: ChatImage;
}

export interface ChatImage {
  readonly png: Uint8Array;
  /** What it shows, for who cannot see it. */
  readonly alt: string;
  readonly fileName: string;
}

/** What is done with what people type and press. */
export interface FrontDesk {
  readonly commands: readonly CommandSpec[];
  /** Answers through `incoming.reply`; resolves once that is done and never rejects. A platform does not wait for it before it hands in the next. */
  take(incoming: Incoming): Promise<void>;
  /** What may follow what is typed so far, best first, at most 25; within 100 ms. */
  suggest(command: string, option: string, typed: string, chat: ChatRef): readonly string[];
}

export interface Incoming {
  readonly chat: ChatRef;
  readonly chatKind: ChatSettings['kind'];
  readonly chatTitle: string;
  readonly user: { readonly id: string; readonly name: string; readonly locale: string | null };
  /** Whether this person may change the chat's settings, as the platform says; true in a private chat. */
  isChatAdmin(): Promise<boolean>;
  /** As it would be typed, without slash and bot name: `gex SPX 0dte`. At most 500 characters. */
  readonly text: string;
  readonly source: 'typed' | 'slash' | 'button';
  /**
   * Answers; a button's answer takes the place of the message it stands under where `replace` says so. May be called again for what follows.
   * Rejects with a `ChatError`.
   */
  reply(message: ChatMessage, options?: { readonly image?: ChatImage; readonly replace?: boolean }): Promise<void>;
}

export interface PlatformHealth {
  readonly connected: boolean;
  /** Since the platform was last heard of: an answered poll, a heartbeat. */
  readonly silentMs: number;
  /** For people. */
  readonly detail: string;
}

export type ChatErrorKind =
  /** Wait `retryAfterMs`, then the same again. */
  | 'rate-limited'
  /** 5xx, time-out, no connection. `unclear`: it may have arrived. */
  | 'unavailable'
  /** Blocked, kicked, deactivated, no permission: nothing can be sent there. */
  | 'unreachable'
  /** The chat has another id now: `movedTo`. */
  | 'moved'
  /** The message to edit is gone, or too old to be edited. */
  | 'gone'
  /** It will never be taken as it is. */
  | 'refused'
  /** The token is wrong or was withdrawn. */
  | 'unauthorised';

/** What a platform answered, in our own words; never holds a token. */
export class ChatError extends Error {
  override readonly name = 'ChatError';
  readonly kind: ChatErrorKind;
  readonly retryAfterMs: number | null;
  readonly movedTo: string | null;
  /** The platform may have taken the message before it failed. */
  readonly unclear: boolean;

  constructor(
    kind: ChatErrorKind,
    message: string,
    more: {
      readonly retryAfterMs?: number;
      readonly movedTo?: string;
      readonly unclear?: boolean;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.kind = kind;
    this.retryAfterMs = more.retryAfterMs ?? null;
    this.movedTo = more.movedTo ?? null;
    this.unclear = more.unclear ?? false;
  }
}
