import { telegramPlatform } from '@gexstream/bots';
import type { Delivery } from '@gexstream/domain';
import { type FakeTelegram, startFakeTelegram } from './fake-telegram/index.ts';
import { deliveryTo, outboxRun } from './outbox-run.ts';

export const token = '123456:AAtestSecretOfTheBot_-x';

/** The outbox with telegraf against a fake of Telegram. */
export const telegramOutbox = async (options: Partial<Parameters<typeof startFakeTelegram>[0]> = {}) => {
  const fake: FakeTelegram = await startFakeTelegram({ token, ...options });
  const run = await outboxRun((clock, log) => telegramPlatform({ token, apiRoot: fake.url, clock, log }));
  return {
    ...run,
    fake,
    stop: async () => {
      await run.stop();
      await fake.stop();
    },
  };
};

export const delivery = (id: string, chatId: number, more: Partial<Delivery> = {}): Delivery =>
  deliveryTo({ platform: 'telegram', id: String(chatId) }, id, more);
