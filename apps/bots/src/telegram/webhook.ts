import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Clock } from '@gexstream/domain';
import type { Logger } from 'pino';
import type { Telegraf } from 'telegraf';
import { ChatError } from '../platform/chat-platform.ts';
import { patiently } from '../platform/patiently.ts';
import { pause } from '../platform/pause.ts';
import type { TelegramApi } from './telegram-api.ts';

export interface WebhookOptions {
  /** Where Telegram finds this program: `https://`, with a path that nobody guesses. TLS ends in front of it. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** Telegram shows it with each update: 1 to 256 of `A-Z a-z 0-9 _ -`. */
  readonly secretToken: string;
}

export interface WebhookParts {
  readonly bot: Telegraf;
  readonly api: TelegramApi;
  readonly options: WebhookOptions;
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal: AbortSignal;
  /** Telegram has told how the deliveries go. */
  readonly onHeard: () => void;
}

/** An update is far smaller. */
const bodyBytesMax = 1 << 20;
const lookEveryMs = 30_000;

/** Takes updates over HTTP until the signal: then resolves, and Telegram keeps what comes for a day. Rejects with a `ChatError`. */
export const serveWebhook = async (parts: WebhookParts): Promise<void> => {
  const { bot, api, options, clock, log, signal, onHeard } = parts;
  const { url, secretToken } = options;
  const server = await listening(bot, options);
  try {
    const settings = {
      url,
      secret_token: secretToken,
      allowed_updates: ['message', 'callback_query'] as const,
      max_connections: 10,
    };
    await patiently(clock, () => api('setWebhook', settings));
    let toldMs = 0;
    while (!signal.aborted) {
      const info = await api('getWebhookInfo', {}).catch((error: unknown) => {
        log.warn({ err: error }, 'Telegram does not tell how the webhook fares');
        return null;
      });
      if (info !== null) onHeard();
      const { last_error_date = 0, last_error_message } = info ?? {};
      // Once each: Telegram goes on telling the last one.
      if (last_error_date > toldMs)
        log.warn({ detail: last_error_message }, 'Telegram could not deliver an update to the webhook');
      toldMs = Math.max(toldMs, last_error_date);
      await pause(clock, lookEveryMs, signal);
    }
  } finally {
    server.close();
    server.closeAllConnections();
  }
};

const listening = async (bot: Telegraf, { url, host, port, secretToken }: WebhookOptions): Promise<Server> => {
  if (!/^[\w-]{1,256}$/.test(secretToken))
    throw new ChatError('refused', 'The secret of Telegram’s webhook is 1 to 256 letters, digits, _ and -');
  const take = bot.webhookCallback(new URL(url).pathname, { secretToken });
  const server = createServer((request, response) => {
    const bytes = Number(request.headers['content-length'] ?? Number.POSITIVE_INFINITY);
    if (!(bytes <= bodyBytesMax)) return void response.writeHead(413).end();
    // Who does not know the path or the secret learns nothing but 403.
    return void take(request, response).catch(() => response.destroy());
  });
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code } = error as { code?: string };
    throw new ChatError(
      'refused',
      `Telegram’s webhook cannot listen on ${host}:${port} (${code}): choose another port, or end what holds it`,
    );
  }
  return server;
};
