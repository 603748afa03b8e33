import { discordToken } from '../discord-outbox.ts';
import type { FakeDiscord } from './start-fake-discord.ts';

export interface Answered {
  readonly status: number;
  readonly code?: number;
  readonly id?: string;
  readonly content?: string;
}

export type RawCalls = ReturnType<typeof rawCalls>;

/** Calls as a bot without a library makes them: what the fake itself says is seen so. */
export const rawCalls = (fake: FakeDiscord) => {
  const send = async (method: string, path: string, body: string | FormData, authorization: string): Promise<Answered> => {
    const answer = await fetch(`${fake.apiRoot}/v10${path}`, {
      method,
      headers: { authorization, ...(typeof body === 'string' ? { 'content-type': 'application/json' } : {}) },
      body,
    });
    const text = await answer.text();
    return { status: answer.status, ...(text === '' ? {} : (JSON.parse(text) as object)) };
  };
  const call = (method: string, path: string, body: unknown = {}, authorization = `Bot ${discordToken}`): Promise<Answered> =>
    send(method, path, typeof body === 'string' || body instanceof FormData ? body : JSON.stringify(body), authorization);
  return {
    call,
    commands: (commands: readonly object[]) => call('PUT', '/applications/1000000000000000001/commands', commands),
    command: (more: object) =>
      call('PUT', '/applications/1000000000000000001/commands', [{ name: 'gex', description: 'x', ...more }]),
  };
};
