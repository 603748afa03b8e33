import type { Clock } from '@gexstream/domain';
import type { Logger } from 'pino';
import type { Telegraf } from 'telegraf';
import { ChatError } from '../platform/chat-platform.ts';
import { pause } from '../platform/pause.ts';
import { telegramError } from './telegram-error.ts';

export interface PollingParts {
  readonly bot: Telegraf;
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal: AbortSignal;
  /** When the last poll was answered. */
  readonly polledMs: () => number;
}

/** Another poller may keep its place for as long as a poll takes: 50 s. After the last wait a conflict is final; an outage is not. */
const waitsMs = [1, 2, 4, 8, 16, 32, 60].map((seconds) => seconds * 1_000);
/** So long without trouble, and the next one is a new one. */
const forgottenMs = 300_000;
/** A poll takes up to 50 s. */
const silenceMsMax = 120_000;
const lookEveryMs = 10_000;

/**
 * Polls until the signal: then resolves. Telegraf's `launch` ends at the first conflict with another poller, and waits for ever on a connection that is dead without
 * a word: both begin anew here. Rejects with a `ChatError` when that does not help.
 */
export const pollUntil = async (parts: PollingParts): Promise<void> => {
  const { clock, log, signal } = parts;
  let troubles = 0;
  let troubleMs = Number.NEGATIVE_INFINITY;
  while (!signal.aborted) {
    const failure = await poll(parts);
    if (signal.aborted) return;
    if (failure === null) {
      log.warn({ silentMs: clock.now() - parts.polledMs() }, 'Telegram did not answer polls; polling begins anew');
      continue;
    }
    const conflict = /terminated by other getUpdates|webhook is active/i.test(failure.message);
    const passes = failure.kind === 'unavailable' || failure.kind === 'rate-limited';
    if (!conflict && !passes) throw failure;
    if (clock.now() - troubleMs > forgottenMs) troubles = 0;
    const waitMs = waitsMs[troubles++];
    if (conflict && waitMs === undefined) throw conflictForGood();
    troubleMs = clock.now();
    log.warn({ err: failure, waitMs }, 'polling Telegram has ended; tried again');
    await pause(clock, failure.retryAfterMs ?? waitMs ?? waitsMs.at(-1)!, signal);
  }
};

/** Null: it was stopped, by the signal or because nothing was heard. */
const poll = async ({ bot, clock, signal, polledMs }: PollingParts): Promise<ChatError | null> => {
  const beganMs = clock.now();
  const stop = (): void => stopPolling(bot);
  const listening = clock.every(lookEveryMs, () => {
    if (clock.now() - Math.max(beganMs, polledMs()) > silenceMsMax) stop();
  });
  signal.addEventListener('abort', stop);
  try {
    await bot.launch({ allowedUpdates: ['message', 'callback_query'] });
    return null;
  } catch (error) {
    return telegramError(error, 'getUpdates');
  } finally {
    listening();
    signal.removeEventListener('abort', stop);
  }
};

const conflictForGood = (): ChatError =>
  new ChatError(
    'refused',
    'Telegram gives the updates to another program that polls with the same TELEGRAM_BOT_TOKEN: stop that one, or give this one a bot of its own',
  );

/** Telegraf throws where nothing runs. */
const stopPolling = (bot: Telegraf): void => {
  try {
    bot.stop();
  } catch {
    // It has ended by itself.
  }
};
