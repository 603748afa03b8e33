import type { ChatSettings } from '@gexstream/domain';
import { newChat } from '../chats/new-chat.ts';
import type { CommandCall } from './command.ts';

/** Changes what the chat has chosen, as it is by then; kept once this resolves. Only members come this far, so that the chat may have alerts. */
export const changeChat = (
  { incoming, office }: Pick<CommandCall, 'incoming' | 'office'>,
  to: (settings: ChatSettings) => ChatSettings,
): Promise<ChatSettings> =>
  office.directory.change(incoming.chat, (before) =>
    to({ ...(before ?? newChat(incoming.chat, incoming.chatKind, incoming.chatTitle)), access: 'approved' }),
  );
