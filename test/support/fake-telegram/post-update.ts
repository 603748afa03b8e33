import type { FakeServer } from './methods.ts';

let lastUpdate = 5_000;

/** Posts an update to the webhook, as the TLS proxy in front of the bot hands it on to `proxied`. */
export const postUpdate = async (server: FakeServer, proxied: string, update: object): Promise<void> => {
  const { url, secret } = server.webhook!;
  const shown = secret === null ? {} : { 'x-telegram-bot-api-secret-token': secret };
  const answer = await fetch(new URL(new URL(url).pathname, proxied), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...shown },
    body: JSON.stringify({ update_id: ++lastUpdate, ...update }),
  });
  if (!answer.ok)
    server.lastWebhookError = { date: server.nowSeconds(), message: `Wrong response from the webhook: ${answer.status}` };
};
