import type { ChatRef, ChatSettings } from '@gexstream/domain';

/** Every chat's settings, from topic `chats`: read at start, changed by this process alone while it holds the lease. */
export interface ChatDirectory {
  /** Undefined: nobody there has asked for anything yet. */
  get(chat: ChatRef): ChatSettings | undefined;
  all(): readonly ChatSettings[];
  /** Resolves once the change is kept on the topic. Changes of one chat happen one after the other. */
  change(chat: ChatRef, to: (settings: ChatSettings | undefined) => ChatSettings): Promise<ChatSettings>;
  /** As `change`, of a chat that is known by then; what was forgotten meanwhile stays so. */
  amend(chat: ChatRef, to: (settings: ChatSettings) => ChatSettings): Promise<void>;
  forget(chat: ChatRef): Promise<void>;
  /** Called after each change, with the chat's key, and undefined when it was forgotten. */
  onChange(listener: (key: string, settings: ChatSettings | undefined) => void): () => void;
}
