import { REST, type RequestData, type RouteLike } from 'discord.js';
import { discordError } from './discord-error.ts';

const callMsMax = 20_000;

/** As REST is configured for us and for the gateway's client: nothing is queued or repeated behind the outbox's back. */
export const restOptions = (apiRoot: string | undefined) => ({
  ...(apiRoot === undefined ? {} : { api: apiRoot }),
  version: '10',
  retries: 0,
  timeout: callMsMax,
  rejectOnRateLimit: () => true,
});

export interface DiscordApi {
  /** `what` is said in errors. Resolves with what Discord answered. Rejects with a `ChatError`. */
  call(
    what: string,
    method: 'get' | 'post' | 'put' | 'patch' | 'delete',
    route: RouteLike,
    request?: RequestData,
  ): Promise<unknown>;
}

/** `onAnswer` hears of every call that was answered. */
export const discordApi = (token: string, apiRoot: string | undefined, onAnswer: () => void): DiscordApi => {
  const rest = new REST(restOptions(apiRoot)).setToken(token);
  return {
    call: async (what, method, route, request) => {
      try {
        const answer = await rest[method](route, request);
        onAnswer();
        return answer;
      } catch (error) {
        throw discordError(error, what);
      }
    },
  };
};

/** What an answer must have to be of use. */
export const idOf = (answer: unknown): string => {
  if (typeof answer === 'object' && answer !== null && 'id' in answer && typeof answer.id === 'string') return answer.id;
  throw new TypeError('Discord answered without an id');
};
