import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import { ChatError } from '../platform/chat-platform.ts';

/** Codes of Discord's: there, nothing can be sent to. */
const nobodyThere: ReadonlySet<unknown> = new Set([10003, 10004, 10013, 50001, 50007, 50013, 50083, 50278]);
/** The message, or the 15 minutes in which a command can be answered, are over. */
const gone: ReadonlySet<unknown> = new Set([10008, 10015, 10062, 30046, 50027]);
/** Never reached anybody, so nothing of it arrived. */
const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

export const wrongToken = (detail: string): ChatError =>
  new ChatError(
    'unauthorised',
    `Discord does not know this bot: set DISCORD_BOT_TOKEN to the token of its page Bot in the developer portal (${detail})`,
  );

/** What Discord answered, or why it did not, in our words. Takes over no address: tokens of commands stand in them. `what` was wanted. */
export const discordError = (error: unknown, what: string): ChatError => {
  if (error instanceof RateLimitError)
    return new ChatError('rate-limited', `Discord’s rate limit (${what})`, {
      retryAfterMs: error.retryAfter > 0 ? error.retryAfter : error.timeToReset,
    });
  if (error instanceof DiscordAPIError) return refusal(error, what);
  // A gateway that gave up waiting does not know what the server did.
  if (error instanceof HTTPError)
    return new ChatError('unavailable', `Discord answered ${error.status} (${what})`, {
      unclear: error.status === 502 || error.status === 504,
    });
  if (error instanceof Error && error.name === 'AbortError')
    return new ChatError('unavailable', `Discord did not answer in time (${what})`, { unclear: true });
  // The library drops a token that was refused once.
  if (error instanceof Error && error.message.startsWith('Expected token')) return wrongToken('it was refused before');
  const code = codeOf(error);
  return new ChatError('unavailable', `Discord was not reached (${what}, ${code})`, { unclear: !neverSent.has(code) });
};

const refusal = ({ status, code, message }: DiscordAPIError, what: string): ChatError => {
  const said = `${message.replaceAll('\n', ' ').slice(0, 300)} (${code}, ${what})`;
  if (gone.has(code)) return new ChatError('gone', said);
  if (status === 401) return wrongToken(String(status));
  if (nobodyThere.has(code) || status === 403) return new ChatError('unreachable', said);
  return new ChatError('refused', said);
};

const codeOf = (error: unknown): string => {
  const code = error instanceof Error ? (error as { code?: unknown }).code : null;
  return typeof code === 'string' && /^[\w-]{1,40}$/.test(code) ? code : 'no answer';
};
