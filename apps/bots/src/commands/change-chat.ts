import type { ChatSettings } from '@gexstream/domain';
import { newChat } from '../chats/new-chat.ts';
import type { Incoming } from '../platform/chat-platform.ts';
import type { CommandCall } from './command.ts';

/**
 * Changes what the chat has chosen, as it is by then; kept once this resolves. Only members come this far, so that a new group may have alerts.
 * Who may use a private chat is decided elsewhere: by an admin, or by the configuration as it is now.
 */
export const changeChat = (
  { incoming, office }: Pick<CommandCall, 'incoming' | 'office'>,
  to: (settings: ChatSettings) => ChatSettings,
): Promise<ChatSettings> => office.directory.change(incoming.chat, (before) => to(before ?? begun(incoming)));

const begun = ({ chat, chatKind, chatTitle }: Incoming): ChatSettings => {
  const settings = newChat(chat, chatKind, chatTitle);
  return chatKind === 'private' ? settings : { ...settings, access: 'approved' };
};
