import type { Clock } from '@gexstream/domain';
import type { TelegramApi } from './telegram-api.ts';

/** Who may change a group's settings, asked of Telegram and believed for a minute. */
export type ChatAdmins = (chatId: string, userId: number) => Promise<boolean>;

const believedMs = 60_000;
const believedMax = 1_000;

export const chatAdmins = (api: TelegramApi, clock: Clock): ChatAdmins => {
  const known = new Map<string, { readonly admin: boolean; readonly untilMs: number }>();
  return async (chatId, userId) => {
    const key = `${chatId}/${userId}`;
    const believed = known.get(key);
    if (believed !== undefined && believed.untilMs > clock.now()) return believed.admin;
    const { status } = await api('getChatMember', { chat_id: chatId, user_id: userId });
    const admin = status === 'creator' || status === 'administrator';
    known.delete(key);
    known.set(key, { admin, untilMs: clock.now() + believedMs });
    const [oldest] = known.keys();
    if (known.size > believedMax && oldest !== undefined) known.delete(oldest);
    return admin;
  };
};
