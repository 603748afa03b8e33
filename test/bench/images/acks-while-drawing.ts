import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { imageRoom } from '../../../apps/bots/src/images/image-room.ts';
import { chatPictures } from '../../support/chat-pictures.ts';
import { discordOutbox } from '../../support/discord-outbox.ts';

const askedAtATime = 4;
const warmUp = 10;
/** Between commands, so that they meet pictures at every stage. */
const pauseMs = 25;
const waitMsMax = 10_000;

/** Slash commands one after the other on a fake of Discord in this process, while four pictures are asked for all the time: from the press to the acknowledgement. */
export const acksWhileDrawing = async (commands: number): Promise<string> => {
  const { fake, tim, desk, stop } = await discordOutbox({ unhurried: true });
  let ended = false;
  let drawn = 0;
  const draws = Object.values(chatPictures);
  const room = imageRoom();
  const drawing = Array.from({ length: askedAtATime }, async () => {
    while (!ended) {
      const at = drawn++;
      await room.image(String(at), () => draws[at % draws.length]!((at % 400) / 20));
    }
  });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const times: number[] = [];
  try {
    for (let at = 0; at < warmUp + commands; at++) {
      if (at === warmUp) delay.enable();
      await setTimeout(pauseMs);
      const start = performance.now();
      const asked = fake.slash(tim, 'gex', { symbol: 'SPX' }, { channel: desk.id });
      while (asked.callback === null) {
        if (performance.now() - start > waitMsMax) throw new Error(`command ${at} was not acknowledged within ${waitMsMax} ms`);
        await setImmediate();
      }
      if (at >= warmUp) times.push(performance.now() - start);
    }
  } finally {
    delay.disable();
    ended = true;
    await Promise.all(drawing);
    await stop();
  }
  times.sort((a, b) => a - b);
  const share = (of: number): string => `${times[Math.min(times.length - 1, Math.floor(of * times.length))]!.toFixed(0)} ms`;
  return `p50 ${share(0.5)}, p99 ${share(0.99)}, most ${share(1)} of ${commands} commands; event loop p99 ${(delay.percentile(99) / 1e6).toFixed(0)} ms; ${drawn} pictures meanwhile`;
};
