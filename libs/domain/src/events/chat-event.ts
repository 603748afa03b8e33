import type { AlertFamily, ChatMessage, ChatRef, ChatSettings } from '../chat/index.ts';
import type { EpochMs } from '../time/epoch-ms.ts';
import type { Envelope } from './envelope.ts';

/** Topic `chats`, keyed by chat: its settings, whole; a deletion forgets the chat. */
export type ChatSettingsEvent = Envelope<'chat-settings', ChatSettings>;

/** Topic `alerts`, keyed by underlying (`*` for none): an alert fired for a chat, or was resolved. Twice the same episode and phase is one. */
export type AlertEvent = Envelope<'alert', Alert>;

export interface Alert {
  readonly chat: ChatRef;
  readonly ruleId: string;
  /** One firing of one rule on one underlying; stable over a restart. */
  readonly episode: string;
  readonly phase: 'fired' | 'resolved';
  readonly severity: 'info' | 'warning' | 'critical';
  readonly family: AlertFamily;
  /** One line for people: what, value against threshold. */
  readonly text: string;
  /** The contract that it is about, such as `100C 2026-11-27`; absent where it is about the underlying. */
  readonly contract?: string;
  /** The rule as a person would type it. */
  readonly rule: string;
  readonly value: number | null;
  readonly threshold: number | null;
  /** Unit of both, such as `USD per 1 % move`. */
  readonly unit: string;
  readonly spot: number | null;
  readonly zeroGamma: number | null;
  readonly callWall: number | null;
  readonly putWall: number | null;
  /** When this episode began. */
  readonly firedMs: EpochMs;
  /** Not told to anyone, and why; null: told. */
  readonly suppressed: 'cooldown' | 'quiet' | 'snooze' | 'inhibited' | 'cap' | 'off' | 'old' | null;
}

/**
 * Topic `outbox`, keyed `delivery id/wanted`: what a chat should show. The outbox sends it, or edits what it sent before under the same id
 * when the revision has risen. A deletion takes it back: nothing more is sent or edited under that id.
 */
export type DeliveryEvent = Envelope<'delivery', Delivery>;

export interface Delivery {
  readonly id: string;
  readonly chat: ChatRef;
  /** From 1; the greatest counts. */
  readonly revision: number;
  readonly message: ChatMessage;
  /** Without sound. */
  readonly silent: boolean;
  /** Sent again when it is unclear whether it arrived; what is not critical is then left as it is, where the platform tells no duplicates. */
  readonly critical: boolean;
  /** Not sent for the first time after this, by the wall clock: old news. Edits have no such limit. */
  readonly notAfterMs: EpochMs;
}

/** Topic `outbox`, keyed `delivery id/done`: what became of it. */
export type DeliveryReceiptEvent = Envelope<'delivery-receipt', DeliveryReceipt>;

export interface DeliveryReceipt {
  readonly id: string;
  readonly revision: number;
  /** `dropped`: too many waited. `unavailable`: the platform did not answer for as long as it was tried. `unclear`: it may have arrived. */
  readonly outcome: 'sent' | 'edited' | 'refused' | 'unreachable' | 'too-old' | 'unclear' | 'dropped' | 'unavailable';
  /** The platform's; null when nothing was sent. */
  readonly messageId: string | null;
  readonly detail: string;
}

/** Topic `audit`, keyed by chat: who did what that others should be able to look up. */
export type AuditEvent = Envelope<'audit', Audit>;

export interface Audit {
  readonly chat: ChatRef;
  /** The platform's id of the person. */
  readonly userId: string;
  readonly action: string;
  readonly detail: string;
}

/** Topic `bots-mode`, keyed `maintenance`. */
export type MaintenanceEvent = Envelope<'maintenance', Maintenance>;

export interface Maintenance {
  /** The bots answer admins alone. */
  readonly on: boolean;
  /** Who said so: `telegram:42`. */
  readonly by: string;
}

/** Topic `terminal`, keyed `typed`: a command from `gex chat`. */
export type TerminalTypedEvent = Envelope<'terminal-typed', TerminalTyped>;

export interface TerminalTyped {
  /** By which its answers are known. */
  readonly id: string;
  readonly text: string;
}

/** Topic `terminal`, keyed `said`: what the bots answer there, and alerts as they come. */
export type TerminalSaidEvent = Envelope<'terminal-said', TerminalSaid>;

export interface TerminalSaid {
  /** Id of what was typed; null: nobody asked. */
  readonly to: string | null;
  /** The same id again is the same message, changed. */
  readonly id: string;
  /** Null: that was all of the answer. */
  readonly message: ChatMessage | null;
  readonly image: { readonly png: Uint8Array; readonly alt: string; readonly fileName: string } | null;
}
