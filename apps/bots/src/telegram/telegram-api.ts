import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Clock } from '@gexstream/domain';
import type { Telegraf } from 'telegraf';
import { telegramError } from './telegram-error.ts';

type CallApi = Telegraf['telegram']['callApi'];
type Method = Parameters<CallApi>[0];

/** Telegram's methods. Rejects with a `ChatError`. */
export type TelegramApi = CallApi;

const callMsMax = 20_000;
/** With the chart of a slow line. */
const uploadMsMax = 60_000;
const uploads: ReadonlySet<string> = new Set(['sendPhoto', 'editMessageMedia'] satisfies Method[]);

/**
 * Telegraf waits 500 s for an answer, and keeps connections that the server may have closed: a message sent over one may or may not have arrived. So every call but
 * the long poll has a time limit, and a connection of its own. `onPoll` hears of every poll that was answered; once stopping none begins, for telegraf cannot be
 * stopped before the first.
 */
export const telegramApi = (bot: Telegraf, clock: Clock, stopping: AbortSignal, onPoll: () => void): TelegramApi => {
  const { telegram } = bot;
  const original: CallApi = telegram.callApi.bind(telegram);
  const secure = telegram.options.apiRoot.startsWith('https:');
  telegram.options.agent = secure ? new HttpsAgent({ keepAlive: false }) : new HttpAgent({ keepAlive: false });
  telegram.callApi = async (method, payload, options) => {
    // The last call that acknowledges what was heard has no time-out.
    if (stopping.aborted && method === 'getUpdates' && 'timeout' in payload) throw new DOMException('stopping', 'AbortError');
    const answer = await original(method, payload, options);
    if (method === 'getUpdates') onPoll();
    return answer;
  };
  return async (method, payload) => {
    const limit = new AbortController();
    const cancel = clock.after(uploads.has(method) ? uploadMsMax : callMsMax, () => limit.abort());
    try {
      return await original(method, payload, { signal: limit.signal as never });
    } catch (error) {
      throw telegramError(error, method);
    } finally {
      cancel();
    }
  };
};
