import type { ChatMessage, ChatRef } from '@gexstream/domain';
import type { ChatImage, ChatPlatform, FrontDesk, Incoming } from '../platform/chat-platform.ts';

/** The one chat of whoever sits at this machine. */
export const terminalChat: ChatRef = { platform: 'terminal', id: 'local' };

/** Alerts that nobody has fetched yet; the oldest go first. */
const arrivedMax = 100;

export interface Said {
  readonly message: ChatMessage;
  readonly image: ChatImage | null;
}

/** `gex chat`: what is typed goes to the desk, and what it answers comes back; alerts wait until somebody looks. */
export interface TerminalPlatform extends ChatPlatform {
  /** Empty text asks only for what has arrived. Resolves with that, then the answers. */
  talk(text: string): Promise<readonly Said[]>;
}

export const terminalPlatform = (): TerminalPlatform => {
  let desk: FrontDesk | null = null;
  let arrived: (Said & { readonly id: string })[] = [];
  let count = 0;
  const done = Promise.withResolvers<void>();

  return {
    name: 'terminal',
    start: async (given) => {
      desk = given;
    },
    send: async (_chat, message, { image }) => {
      const id = `t${++count}`;
      arrived = [...arrived, { id, message, image: image ?? null }].slice(-arrivedMax);
      return id;
    },
    edit: async (_chat, messageId, message) => {
      const waiting = arrived.some(({ id }) => id === messageId);
      // What was looked at already is shown again as it is now.
      arrived = waiting
        ? arrived.map((said) => (said.id === messageId ? { ...said, message } : said))
        : [...arrived, { id: messageId, message, image: null }].slice(-arrivedMax);
    },
    talk: async (text) => {
      const before = arrived;
      arrived = [];
      const answers: Said[] = [];
      const incoming: Incoming = {
        chat: terminalChat,
        chatKind: 'private',
        chatTitle: 'terminal',
        user: { id: 'local', name: 'you', locale: null },
        isChatAdmin: async () => true,
        text,
        source: 'typed',
        reply: async (message, { image } = {}) => void answers.push({ message, image: image ?? null }),
      };
      if (text.trim() !== '') await desk?.take(incoming);
      return [...before, ...answers];
    },
    done: done.promise,
    health: () => ({ connected: true, silentMs: 0, detail: 'in this process' }),
    stop: async () => done.resolve(),
  };
};
