import type { AlertRule, ChatMessage, ChatSettings, Clock } from '@gexstream/domain';
import type { Logger } from 'pino';
import type { ChatDirectory } from '../chats/chat-directory.ts';
import type { MaintenanceMode } from '../desk/open-maintenance.ts';
import type { ImageRoom } from '../images/image-room.ts';
import type { ChatLinks } from '../links/follow-links.ts';
import type { Past } from '../past/past.ts';
import type { ChatImage, Incoming } from '../platform/chat-platform.ts';
import type { Present } from '../present/present.ts';
import type { ChatTrades } from '../trades/follow-chat-trades.ts';
import type { RuleStanding } from '../words/standing-words.ts';
import type { CommandSpec } from './command-spec.ts';

/** What a command is given. */
export interface CommandCall {
  /** In the order of the options; missing ones are absent. The last of kind `rest` is the rest of the line. */
  readonly args: readonly string[];
  readonly incoming: Incoming;
  /** Of the chat it was typed in; as a new one has them where nothing was chosen yet. */
  readonly settings: ChatSettings;
  readonly isBotAdmin: boolean;
  readonly office: Office;
}

/** What all commands work with. */
export interface Office {
  readonly present: Present;
  readonly past: Past;
  readonly directory: ChatDirectory;
  readonly trades: ChatTrades;
  readonly links: ChatLinks;
  readonly clock: Clock;
  readonly log: Logger;
  readonly commands: readonly Command[];
  /** Whether a chat may have alerts, digests and broadcasts now. */
  welcomes(settings: ChatSettings): boolean;
  readonly images: ImageRoom;
  /** The morning digest as it would be sent now. */
  digest(settings: ChatSettings): Promise<ChatMessage>;
  /** How a rule of a chat stands, by underlying of which it has seen something. */
  standing(settings: ChatSettings, rule: AlertRule): readonly RuleStanding[];
  /** Where the web page is; null where nobody serves it. */
  readonly pageUrl: string | null;
  /** Erases all that is kept of a chat. */
  forget(chat: ChatSettings['chat']): Promise<void>;
  /** Keeps who did what. */
  audit(call: Pick<CommandCall, 'incoming'>, action: string, detail: string): Promise<void>;
  /** Shows a message in another chat, through the outbox. `id`: the same twice is shown once. Critical: never dropped for want of room. */
  tell(chat: ChatSettings['chat'], id: string, message: ChatMessage, critical?: boolean): Promise<void>;
  /** While it is on only admins are answered. */
  readonly maintenance: MaintenanceMode;
}

export interface Answer {
  readonly message: ChatMessage;
  readonly image?: ChatImage;
  /** A button's answer takes the place of the message it stands under. */
  readonly replace?: boolean;
}

export interface Command {
  readonly spec: CommandSpec;
  /** Other names, not shown in lists. */
  readonly aliases?: readonly string[];
  /** It changes what the chat has chosen: in a group only its admins may. */
  readonly changesChat?: boolean;
  run(call: CommandCall): Promise<Answer> | Answer;
}

/** What a person typed cannot be done; the message is for them. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly next: readonly string[];

  constructor(message: string, ...next: readonly string[]) {
    super(message);
    this.next = next;
  }
}
