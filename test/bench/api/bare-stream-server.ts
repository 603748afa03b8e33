import { createServer, type Socket } from 'node:net';
import { answerGenerator, givenOptions } from './served.ts';

/** Sockets alone: the bytes that readers of the API's stream get at each beat, in one buffer, to whoever has sent anything. */
const { events, bytes, everyMs, phases } = await givenOptions<{
  /** At a beat. */
  readonly events: number;
  /** Of each of them. */
  readonly bytes: number;
  readonly everyMs: number;
  /** The sockets are as many parts, which have their beats in turn. */
  readonly phases: number;
}>();
/** Each with its turn. */
const sockets = new Map<Socket, number>();
let opened = 0;
let turn = 0;
const server = createServer({ noDelay: true }, (socket) => {
  socket.once('data', () => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    sockets.set(socket, opened++ % phases);
  });
  socket.on('close', () => sockets.delete(socket));
  socket.on('error', () => socket.destroy());
});
setInterval(() => {
  const event = `event: levels\ndata: {"feed_now":"${new Date().toISOString()}"`;
  const beat = Buffer.from(`${event.padEnd(bytes - 2)}\n\n`.repeat(events));
  turn = (turn + 1) % phases;
  for (const [socket, itsTurn] of sockets) if (itsTurn === turn) socket.write(beat);
}, everyMs / phases);
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = server.address();
answerGenerator({ port: typeof address === 'object' ? address!.port : 0, feedOffsetMs: 0 }, () => {});
