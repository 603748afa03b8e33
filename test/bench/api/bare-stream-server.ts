import { createServer, type Socket } from 'node:net';
import { answerGenerator, givenOptions } from './served.ts';

/** Sockets alone: the bytes that readers of the API's stream get at each beat, in one buffer, to whoever has sent anything. */
const { events, bytes, everyMs } = await givenOptions<{
  /** At a beat. */
  readonly events: number;
  /** Of each of them. */
  readonly bytes: number;
  readonly everyMs: number;
}>();
const sockets = new Set<Socket>();
const server = createServer({ noDelay: true }, (socket) => {
  socket.once('data', () => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    sockets.add(socket);
  });
  socket.on('close', () => sockets.delete(socket));
  socket.on('error', () => socket.destroy());
});
setInterval(() => {
  const event = `event: levels\ndata: {"feed_now":"${new Date().toISOString()}"`;
  const beat = Buffer.from(`${event.padEnd(bytes - 2)}\n\n`.repeat(events));
  for (const socket of sockets) socket.write(beat);
}, everyMs);
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = server.address();
answerGenerator({ port: typeof address === 'object' ? address!.port : 0, feedOffsetMs: 0 }, () => {});
