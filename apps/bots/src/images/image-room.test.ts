import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { ChatImage } from '../platform/chat-platform.ts';
import { imageRoom } from './image-room.ts';

const picture = (name: string): ChatImage => ({ png: new Uint8Array(), alt: name, fileName: `${name}.png` });

test('two are drawn at a time, in the order they were asked for, and the same one once', async () => {
  const room = imageRoom();
  const begun: string[] = [];
  const open = new Map<string, () => void>();
  const draw = (name: string) => () => {
    begun.push(name);
    return new Promise<ChatImage>((resolve) => open.set(name, () => resolve(picture(name))));
  };
  const asked = ['a', 'b', 'c', 'a'].map((name) => room.image(name, draw(name)));
  await nextTurn();
  expect(begun).toEqual(['a', 'b']);
  open.get('b')!();
  await nextTurn();
  expect(begun).toEqual(['a', 'b', 'c']);
  for (const name of ['a', 'c']) open.get(name)!();
  expect((await Promise.all(asked)).map((image) => image?.alt)).toEqual(['a', 'b', 'c', 'a']);
  expect(room.counts()).toEqual({ drawn: 3, kept: 1, refused: 0 });
});

test('when 20 wait, the next is told to go without; one that failed is drawn anew', async () => {
  const room = imageRoom();
  const gate = Promise.withResolvers<void>();
  const asked = Array.from({ length: 23 }, (_, at) =>
    room.image(`p${at}`, async () => {
      await gate.promise;
      if (at === 0) throw new Error('no ink');
      return picture(`p${at}`);
    }),
  );
  expect(await asked[22]).toBeNull();
  gate.resolve();
  await expect(asked[0]).rejects.toThrow('no ink');
  expect((await Promise.all(asked.slice(1, 22))).every((image) => image !== null)).toBe(true);
  expect((await room.image('p0', async () => picture('again')))?.alt).toBe('again');
});
