import { type SimulatedClock, simulatedClock, systemClock } from '@gexstream/actors';
import {
  alertsGroup,
  alertTopics,
  type Bots,
  type ChatError,
  type ChatImage,
  type ChatPlatform,
  type FrontDesk,
  type Incoming,
  type People,
  startBots,
  terminalText,
} from '@gexstream/bots';
import type { Bus } from '@gexstream/bus';
import { type ChatMessage, type ChatRef, type Clock, chatKey } from '@gexstream/domain';
import { scannerGroup, startScanner } from '@gexstream/scanner';
import type { Store } from '@gexstream/store';
import { pino } from 'pino';
import { allCommitted, carry, openLog, processed } from './gex-log.ts';
import { logStartMs, marketLog } from './market-log.ts';
import { until } from './until.ts';

/** A platform without a wire: what is typed there goes to the desk, what is sent there is kept. */
export interface QuietPlatform extends ChatPlatform {
  /** Types a command as somebody, and gives what was answered, as text. */
  type(
    text: string,
    who?: Partial<Pick<Incoming, 'chat' | 'chatKind' | 'user'>> & { readonly chatAdmin?: boolean },
  ): Promise<string>;
  readonly sent: readonly { readonly chat: ChatRef; readonly message: ChatMessage }[];
  /** From now on nothing can be sent there, for this reason; null: it can again. */
  refuse(chat: ChatRef, reason: ChatError | null): void;
  /** That went with answers. */
  readonly pictures: readonly ChatImage[];
}

export const quietPlatform = (name: 'telegram' | 'discord' = 'telegram'): QuietPlatform => {
  let desk: FrontDesk | null = null;
  const sent: { readonly chat: ChatRef; readonly message: ChatMessage }[] = [];
  const pictures: ChatImage[] = [];
  const refused = new Map<string, ChatError>();
  const done = Promise.withResolvers<void>();
  return {
    name,
    start: async (given) => {
      desk = given;
    },
    send: async (chat, message) => {
      const reason = refused.get(chatKey(chat));
      if (reason !== undefined) throw reason;
      return `m${sent.push({ chat, message })}`;
    },
    refuse: (chat, reason) => {
      if (reason === null) refused.delete(chatKey(chat));
      else refused.set(chatKey(chat), reason);
    },
    edit: async () => {},
    type: async (text, { chat = { platform: name, id: '42' }, chatKind = 'private', user, chatAdmin = false } = {}) => {
      const answers: string[] = [];
      await desk!.take({
        chat,
        chatKind,
        chatTitle: 'a chat',
        user: user ?? { id: chat.id, name: 'Somebody', locale: null },
        isChatAdmin: async () => chatAdmin,
        text,
        source: 'typed',
        reply: async (message, { image } = {}) => {
          if (image !== undefined) pictures.push(image);
          answers.push(`${image === undefined ? '' : `(${image.alt})\n\n`}${terminalText(message)}`);
        },
      });
      return answers.join('\n---\n');
    },
    sent,
    pictures,
    done: done.promise,
    health: () => ({ connected: true, silentMs: 0, detail: 'kept' }),
    stop: async () => done.resolve(),
  };
};

export interface BotOffice {
  readonly bus: Bus;
  readonly bots: Bots;
  readonly clock: SimulatedClock;
  readonly platform: QuietPlatform;
  close(): Promise<void>;
}

type Named = Partial<Record<keyof People, readonly string[]>>;

/** Bots over a minute of a seeded market, half a second after its end. */
export const openBotOffice = async (path: string, people: Named = {}): Promise<BotOffice> => {
  const seconds = 65;
  const bus = await openLog(path);
  await bus.publish(marketLog({ seed: 7, symbols: ['SPX', 'SPY'], seconds }));
  await processed(bus);
  await scanned(bus);
  const clock = simulatedClock(logStartMs + seconds * 1_000 + 500);
  const { bots, platform } = await startOffice(bus, clock, people);
  // A rule set before would be held against the rest of the minute.
  await until('the alerts have read the log', () => allCommitted(bus, alertsGroup, alertTopics));
  return {
    bus,
    bots,
    clock,
    platform,
    close: async () => {
      await bots.stop();
      await bus.close();
    },
  };
};

/** Bots on a log that is there, such as after a restart. */
export const startOffice = async (
  bus: Bus,
  clock: Clock,
  people: Named = {},
  store: Store | null = null,
): Promise<Pick<BotOffice, 'bots' | 'platform'>> => {
  const platform = quietPlatform();
  const bots = await startBots({
    bus,
    clock,
    log: pino({ level: 'silent' }),
    feed: 'sim',
    store,
    platforms: [platform],
    people: { admins: new Set(people.admins), allowed: new Set(people.allowed) },
    pageUrl: 'https://gex.example.org',
  });
  bots.done.catch(() => {});
  return { bots, platform };
};

const scanned = async (bus: Bus): Promise<void> => {
  const log = pino({ level: 'silent' });
  const scanner = await startScanner({ bus, clock: systemClock(), log, carry, symbols: ['SPX', 'SPY'] });
  await until('the scanner has read the log', () => allCommitted(bus, scannerGroup));
  await scanner.stop();
};
