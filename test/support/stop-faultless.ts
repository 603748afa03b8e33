import { expect } from 'vitest';
import { canariesIn } from './canaries.ts';
import { type DiscordRun, discordToken } from './discord-outbox.ts';

/** Ends a run in which nothing may have been asked that Discord does not publish, nor a log tell how to speak in the bot's name. */
export const stopFaultless = async (run: DiscordRun): Promise<void> => {
  const { complaints, world } = run.fake;
  const interactions = [...world.interactions.keys()].map((token, at) => [`interaction ${at}`, token]);
  await run.stop();
  expect(complaints, '8.4: requests and answers as published').toEqual([]);
  const secrets = { discordToken, ...Object.fromEntries(interactions) };
  expect(canariesIn(secrets, { log: run.logged.join('\n') }), '8.10, C3').toEqual([]);
};
