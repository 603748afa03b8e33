import type { AlertRule } from '../alerts/alert-rule.ts';
import type { EpochMs } from '../time/epoch-ms.ts';

/** `terminal`: `gex chat`; `page`: the alerts that everybody sees on the web page. */
export type PlatformName = 'telegram' | 'discord' | 'terminal' | 'page';

export interface ChatRef {
  readonly platform: PlatformName;
  /** The platform's own, as text. */
  readonly id: string;
}

/** Key of a chat on topics: `telegram/-100123`. */
export const chatKey = ({ platform, id }: ChatRef): string => `${platform}/${id}`;

/** Topic `chats`: everything a chat has chosen, whole in one record. */
export interface ChatSettings {
  readonly chat: ChatRef;
  readonly kind: 'private' | 'group' | 'channel';
  readonly title: string;
  readonly access: 'pending' | 'approved' | 'blocked';
  /** IANA, such as `Europe/Berlin`. */
  readonly timeZone: string;
  readonly locale: string;
  readonly images: boolean;
  readonly verbosity: Readonly<Partial<Record<AlertFamily, 'on' | 'silent' | 'off'>>>;
  /** Without prefix, at most 20. */
  readonly watchlist: readonly string[];
  /** At most 20. */
  readonly rules: readonly AlertRule[];
  readonly snoozes: readonly Snooze[];
  readonly quiet: QuietHours | null;
  /** Messages of alerts a day of the chat's own time zone; critical ones always pass. */
  readonly alertsPerDayMax: number;
  /** `HH:MM` of New York; null: none. */
  readonly digestAt: string | null;
  readonly recap: boolean;
  /** The API's user that this chat acts for; null when none. */
  readonly linkedUser: string | null;
  /** Since when nothing can be sent there, and why: blocked, kicked. */
  readonly unreachable: { readonly sinceMs: EpochMs; readonly reason: string } | null;
}

/** What alerts are about; a chat turns each on, silent or off. */
export type AlertFamily = 'levels' | 'exposure' | 'flow' | 'skew' | 'volume' | 'regime' | 'system';

export interface Snooze {
  /** Null: any. */
  readonly underlying: string | null;
  /** Null: any. */
  readonly ruleId: string | null;
  readonly untilMs: EpochMs;
}

export interface QuietHours {
  /** `HH:MM` in the chat's time zone; `from` > `to` goes over midnight. */
  readonly from: string;
  readonly to: string;
  /** 1 Monday … 7 Sunday, of the day on which it begins. */
  readonly days: readonly number[];
  /** What happens to what is not critical: kept for the next digest, sent without sound, or left out. */
  readonly mode: 'digest' | 'silent' | 'drop';
}
