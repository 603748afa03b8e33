import type { ChatRef } from '../chat/index.ts';
import type { EpochMs } from '../time/epoch-ms.ts';
import type { Envelope } from './envelope.ts';

/** Topic `links`, keyed `code/user`: whoever types the code in a chat acts for the user from then on. A deletion: it is used up. */
export type LinkCodeEvent = Envelope<'link-code', LinkCode>;

export interface LinkCode {
  /** Of the API. */
  readonly user: string;
  /** SHA-256 of the code's text, hex. */
  readonly sha256: string;
  /** By the wall clock. */
  readonly untilMs: EpochMs;
}

/** Topic `links`, keyed `end/platform/chat`: the user wants the chat to act for him no more. A deletion: so it is. */
export type LinkEndEvent = Envelope<'link-end', LinkEnd>;

export interface LinkEnd {
  readonly user: string;
  readonly chat: ChatRef;
}
