import { discordToken } from './discord-outbox.ts';
import { transcript as discordTranscript, startFakeDiscord } from './fake-discord/index.ts';
import { type FakeTelegram, startFakeTelegram, transcript } from './fake-telegram/index.ts';
import { token } from './telegram-outbox.ts';

/** A fake of a platform, and what a process of bots must be told to play on it. */
export interface Stage {
  readonly chat: { readonly platform: 'telegram' | 'discord'; readonly id: string };
  readonly environment: Readonly<Record<string, string>>;
  /** What stands in the chat, for people to read. */
  shown(): string;
  /** How a time of the day, `13:04:59` in New York, stands there. */
  time(words: string): string;
  /** How many messages stand there. */
  messages(): number;
  /** What the published schemas have against requests and answers. */
  complaints(): readonly string[];
  /** Calls this once, when the platform has taken the next new message and the bot does not know it yet. */
  onNextMessage(act: () => void): void;
  stop(): Promise<void>;
}

export const telegramStage = async (): Promise<Stage> => {
  const fake: FakeTelegram = await startFakeTelegram({ token });
  fake.addChat({ id: 7, type: 'private', title: 'me' });
  return {
    chat: { platform: 'telegram', id: '7' },
    environment: { TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: fake.url, BOT_ALLOWED: 'telegram:7' },
    shown: () => transcript(fake, [7]).split('chat 7 shows')[1]!,
    time: (words) => words.slice(0, 5),
    messages: () => fake.messages(7).length,
    complaints: () => fake.complaints,
    onNextMessage: (act) => {
      fake.fault = ({ method }) => {
        if (method !== 'sendMessage') return null;
        fake.fault = () => null;
        act();
        return { hangUp: 'taken' };
      };
    },
    stop: () => fake.stop(),
  };
};

export const discordStage = async (): Promise<Stage> => {
  const fake = await startFakeDiscord({ token: discordToken });
  const desk = fake.addChannel('desk', '9');
  return {
    chat: { platform: 'discord', id: desk.id },
    environment: { DISCORD_BOT_TOKEN: discordToken, DISCORD_API_ROOT: fake.apiRoot, BOT_ALLOWED: 'discord:7' },
    shown: () => discordTranscript([], new Map([['#desk', fake.messages(desk)]])),
    // The reader's client makes words of it.
    time: (words) => `<t:${Date.parse(`2026-11-20T${words}-05:00`) / 1_000}:t>`,
    messages: () => fake.messages(desk).length,
    complaints: () => fake.complaints,
    onNextMessage: (act) => {
      fake.fault = ({ route }) => {
        if (route !== 'POST /channels/:channel/messages') return null;
        fake.fault = () => null;
        act();
        return { hangUp: 'taken' };
      };
    },
    stop: () => fake.stop(),
  };
};
