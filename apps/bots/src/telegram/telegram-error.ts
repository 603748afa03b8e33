import { ChatError } from '../platform/chat-platform.ts';

/** How telegraf says that the server refused. Its own class cannot be used: another copy of the library would not be known by it. */
interface Refusal {
  readonly response: {
    readonly error_code: number;
    readonly description: string;
    readonly parameters?: { readonly retry_after?: number; readonly migrate_to_chat_id?: number };
  };
}

/** Never reached anybody, so nothing of it arrived. */
const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

const nobodyThere =
  /chat not found|user not found|PEER_ID_INVALID|group chat was deactivated|not enough rights|have no rights|CHAT_WRITE_FORBIDDEN|need administrator rights|TOPIC_CLOSED/i;
const messageGone = /message to (?:edit|delete) not found|message can't be edited|MESSAGE_ID_INVALID/i;

/** What Telegram answered, or why it did not, in our words. Takes over no text in which a token could stand. */
export const telegramError = (error: unknown, method: string): ChatError => {
  if (isRefusal(error)) return refusal(error.response, method);
  if (error instanceof Error && error.name === 'AbortError')
    return new ChatError('unavailable', `Telegram did not answer ${method} in time`, { unclear: true });
  const code = codeOf(error);
  return new ChatError('unavailable', `Telegram was not reached for ${method} (${code})`, { unclear: !neverSent.has(code) });
};

/** The server has seen that the new words are the old ones. */
export const isNotModified = (error: unknown): boolean =>
  error instanceof ChatError && /message is not modified/i.test(error.message);

export const isUnparsable = (error: unknown): boolean =>
  error instanceof ChatError && /can't parse entities/i.test(error.message);

const isRefusal = (error: unknown): error is Refusal =>
  typeof error === 'object' &&
  error !== null &&
  'response' in error &&
  typeof error.response === 'object' &&
  error.response !== null &&
  'error_code' in error.response;

const codeOf = (error: unknown): string => {
  const code =
    error instanceof Error ? ((error as { code?: unknown; type?: unknown }).code ?? (error as { type?: unknown }).type) : null;
  return typeof code === 'string' && /^[\w-]{1,40}$/.test(code) ? code : 'no answer';
};

const refusal = ({ error_code, description, parameters }: Refusal['response'], method: string): ChatError => {
  const what = `${description} (${error_code}, ${method})`;
  const { retry_after, migrate_to_chat_id } = parameters ?? {};
  if (migrate_to_chat_id !== undefined) return new ChatError('moved', what, { movedTo: String(migrate_to_chat_id) });
  if (error_code === 429)
    return new ChatError('rate-limited', what, retry_after === undefined ? {} : { retryAfterMs: retry_after * 1_000 });
  // A path with a token of the wrong shape is one that the server does not know.
  if (error_code === 401 || (error_code === 404 && description === 'Not Found'))
    return new ChatError(
      'unauthorised',
      `Telegram does not know this bot: set TELEGRAM_BOT_TOKEN to the token that @BotFather gave (${error_code})`,
    );
  // A gateway that gave up waiting does not know what the server did.
  if (error_code >= 500) return new ChatError('unavailable', what, { unclear: error_code === 504 });
  if (error_code === 403 || nobodyThere.test(description)) return new ChatError('unreachable', what);
  return new ChatError(messageGone.test(description) ? 'gone' : 'refused', what);
};
