import type { WireContent, WireFrame, WireNotify, WireResponse } from '@gexstream/schwab/wire';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { simulatedUser } from '../settings.ts';
import type { RunningSimulator } from './running-simulator.ts';

/** A bare WebSocket client that keeps every frame and waits for the one wanted. */
export interface StreamClient {
  readonly socket: WebSocket;
  readonly frames: readonly WireFrame[];
  send(service: string, command: string, parameters?: Record<string, string>, requestid?: string | number): void;
  sendRaw(text: string): void;
  /** Resolves with the first frame not yet taken that yields something; frames before it are passed over. */
  next<Found>(pick: (frame: WireFrame) => Found | undefined): Promise<Found>;
  response(): Promise<WireResponse>;
  notice(): Promise<WireNotify>;
  data(service: string): Promise<readonly WireContent[]>;
  closed: Promise<number>;
}

export const streamClient = async ({ simulator }: RunningSimulator): Promise<StreamClient> => {
  const socket = new WebSocket(`${simulator.url.replace('http', 'ws')}/ws`);
  const frames: WireFrame[] = [];
  let taken = 0;
  let wake = (): void => {};
  socket.on('message', (message) => {
    frames.push(JSON.parse(String(message)) as WireFrame);
    wake();
  });
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  socket.on('error', () => {});
  onTestFinished(() => socket.terminate());

  const next: StreamClient['next'] = async (pick) => {
    for (;;) {
      while (taken < frames.length) {
        const found = pick(frames[taken++] ?? {});
        if (found !== undefined) return found;
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return {
    socket,
    frames,
    send: (service, command, parameters = {}, requestid = 1) =>
      socket.send(
        JSON.stringify({
          requests: [
            {
              requestid,
              service,
              command,
              SchwabClientCustomerId: simulatedUser.customerId,
              SchwabClientCorrelId: simulatedUser.correlId,
              parameters,
            },
          ],
        }),
      ),
    sendRaw: (text) => socket.send(text),
    next,
    response: () => next((frame) => frame.response?.[0]),
    notice: () => next((frame) => frame.notify?.find(({ content }) => content !== undefined)),
    data: (service) => next((frame) => frame.data?.find((each) => each.service === service)?.content),
    closed,
  };
};

/** A client that has logged in. */
export const loggedInClient = async (running: RunningSimulator): Promise<StreamClient> => {
  const client = await streamClient(running);
  const { access_token: token } = await running.token();
  client.send('ADMIN', 'LOGIN', { Authorization: token, SchwabClientChannel: 'N9', SchwabClientFunctionId: 'APIAPP' }, 0);
  await client.response();
  return client;
};
