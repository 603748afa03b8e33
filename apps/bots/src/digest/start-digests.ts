import { type Bus, BusError, topic } from '@gexstream/bus';
import {
  type ChatMessage,
  type ChatSettings,
  type Clock,
  chatKey,
  epochMs,
  type OutcomeEvent,
  previousSession,
  sessionOn,
} from '@gexstream/domain';
import type { Logger } from 'pino';
import { readHeldAlerts, readToldAlerts } from '../alerting/read-alerts.ts';
import { readSince } from '../alerting/read-since.ts';
import type { ChatDirectory } from '../chats/chat-directory.ts';
import type { Present } from '../present/present.ts';
import { type Due, digestsDue } from './digest-due.ts';
import { digestMessage } from './digest-message.ts';
import { recapMessage } from './recap-message.ts';

export interface DigestsOptions {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Logger;
  readonly directory: ChatDirectory;
  readonly present: Present;
  /** Whether a chat may have digests now. */
  readonly welcomes: (settings: ChatSettings) => boolean;
  /** Shows a message in a chat; the same id twice is shown once, also over a restart. */
  readonly tell: (chat: ChatSettings['chat'], id: string, message: ChatMessage) => Promise<void>;
}

const lookEveryMs = 20_000;

/** Morning digests and recaps, by the feed's time: each once a chat and day. Returns what ends it. */
export const startDigests = (options: DigestsOptions): (() => void) => {
  const { clock, log, directory, present, welcomes, tell } = options;
  const told = new Set<string>();
  let looking = false;

  const look = async (): Promise<void> => {
    const now = present.feedNow();
    for (const settings of directory.all()) {
      if (!welcomes(settings) || settings.unreachable !== null) continue;
      for (const due of digestsDue(settings, now)) {
        const id = `${due.kind}/${chatKey(settings.chat)}/${due.date}`;
        if (told.has(id)) continue;
        try {
          await tell(settings.chat, id, await messageOf(due, settings, options));
          told.add(id);
        } catch (err) {
          // A bus that is away is so for all; what one chat's digest fails by keeps it from no other.
          if (err instanceof BusError) throw err;
          log.error(
            { err, chat: chatKey(settings.chat), kind: due.kind },
            'the digest of a chat could not be written; tried again',
          );
        }
      }
    }
    // Yesterday's are of no use.
    for (const id of told) if (told.size > directory.all().length * 4) told.delete(id);
  };

  return clock.every(lookEveryMs, () => {
    // A bus that is away holds up one look, not one each 20 s.
    if (looking) return;
    looking = true;
    look()
      .catch((err: unknown) => log.warn({ err }, 'digests could not be written; tried again'))
      .finally(() => {
        looking = false;
      });
  });
};

const messageOf = async (due: Due, settings: ChatSettings, { bus, present }: DigestsOptions): Promise<ChatMessage> => {
  if (due.kind === 'recap') {
    const { openMs, closeMs } = sessionOn(due.date)!;
    const last = (symbol: string) => present.levels(symbol)?.body ?? null;
    const outcomes = await readSince<OutcomeEvent>(bus, topic.outcomes.name, openMs);
    return recapMessage(
      await readToldAlerts(bus, settings.chat, openMs),
      { openMs, closeMs, outcomes, last },
      due.date,
      present.feed,
    );
  }
  return morningDigest(settings, present, bus, due.date);
};

/** As it would be sent now. */
export const morningDigest = async (settings: ChatSettings, present: Present, bus: Bus, date: string): Promise<ChatMessage> => {
  const held = await readHeldAlerts(bus, settings.chat, epochMs(previousSession(date).closeMs));
  return digestMessage(settings, present, held, date);
};
