import { randomUUID } from 'node:crypto';
import { type Bus, decodeEvent, type Subscription, topic } from '@gexstream/bus';
import type { ChatMessage, Clock, Feed, TerminalSaid } from '@gexstream/domain';
import type { ChatImage } from '../platform/chat-platform.ts';
import { stampedRecord } from '../stamped-record.ts';

/** Alerts that nobody has fetched yet; the oldest go first. */
const arrivedMax = 100;
/** Images take a second; whoever runs the bots then does not answer. */
const answerMsMax = 12_000;

export interface Said {
  readonly message: ChatMessage;
  readonly image: ChatImage | null;
}

/** The terminal's end of the chat: whichever process runs the bots answers. */
export interface TerminalLine {
  /** Resolves with what has arrived since the first call, then the answers. Empty text asks only for what has arrived. Null: nobody answers. */
  talk(text: string): Promise<readonly Said[] | null>;
  close(): Promise<void>;
}

export interface TerminalLineOptions {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly feed: Feed;
}

/** Opened with the first word that is said: most processes that could talk never do. */
export const terminalLine = ({ bus, clock, feed }: TerminalLineOptions): TerminalLine => {
  const run = randomUUID();
  const waiting = new Map<string, { readonly answers: Said[]; readonly over: () => void }>();
  let arrived: readonly (Said & { readonly id: string })[] = [];
  let opened: Promise<Subscription> | null = null;

  const take = ({ to, id, message, image }: TerminalSaid): void => {
    if (to !== null) {
      const asked = waiting.get(to);
      if (message === null) asked?.over();
      else asked?.answers.push({ message, image });
    } else if (message !== null) {
      // Changed before anybody looked, it takes the place of what it was.
      const there = arrived.some((said) => said.id === id);
      arrived = there
        ? arrived.map((said) => (said.id === id ? { ...said, message } : said))
        : [...arrived, { id, message, image }].slice(-arrivedMax);
    }
  };
  /** A bus that has failed is tried again with the next word. */
  const ended = (): void => {
    opened = null;
  };
  const open = (): Promise<Subscription> => {
    if (opened !== null) return opened;
    opened = bus.subscribe({
      topics: [topic.terminal.name],
      start: 'latest',
      onBatch: async ({ records }) => {
        for (const { value } of records) {
          const event = value === null ? null : decodeEvent(value);
          if (event?.kind === 'terminal-said') take(event.body as TerminalSaid);
        }
      },
    });
    opened.then(({ done }) => done).then(ended, ended);
    return opened;
  };
  const fetched = (): readonly Said[] => {
    const before = arrived;
    arrived = [];
    return before.map(({ message, image }) => ({ message, image }));
  };

  return {
    talk: async (text) => {
      await open();
      if (text.trim() === '') return fetched();
      const id = randomUUID();
      const event = { kind: 'terminal-typed', body: { id, text } } as const;
      const answers: Said[] = [];
      const { promise, resolve } = Promise.withResolvers<boolean>();
      const giveUp = clock.after(answerMsMax, () => resolve(false));
      waiting.set(id, { answers, over: () => resolve(true) });
      try {
        await bus.publish([stampedRecord(topic.terminal.name, 'typed', event, { feed, run, now: clock.now() })]);
        return (await promise) || answers.length > 0 ? [...fetched(), ...answers] : null;
      } finally {
        giveUp();
        waiting.delete(id);
      }
    },
    close: async () => {
      await (await opened?.catch(() => null))?.close();
    },
  };
};
