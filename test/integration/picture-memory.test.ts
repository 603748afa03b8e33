import { expect, test } from 'vitest';
import { chatPictures } from '../support/chat-pictures.ts';

const MiB = 2 ** 20;
const warm = 10;
const pictures = 50;

/** Of other numbers each time, so that none is drawn from what the one before left. */
const drawEach = async (from: number, to: number): Promise<void> => {
  for (const draw of Object.values(chatPictures)) for (let at = from; at < to; at++) await draw((at % 400) / 20);
};

// The bench draws 2,000 of each (docs/performance.md). A canvas has 4.3 MB: if drawing kept them, so many would be seen at once.
test('8.7: pictures leave no memory behind', async () => {
  await drawEach(0, warm);
  const before = process.memoryUsage().rss;
  await drawEach(warm, warm + pictures);
  expect((process.memoryUsage().rss - before) / MiB).toBeLessThan(50);
}, 120_000);
