import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { expect, test } from 'vitest';
import { chatPictures } from '../../support/chat-pictures.ts';

/** Of decoded pixels: how the PNG was packed does not count. */
const pixelHash = async (png: Uint8Array): Promise<string> => {
  const image = await loadImage(Buffer.from(png));
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  return createHash('sha256')
    .update(context.getImageData(0, 0, image.width, image.height).data)
    .digest('hex');
};

/** A picture that changed on purpose is looked at, then `GEX_DRAW=1 npx vitest run test/golden/images` puts it in the place of the old one. */
test.each(Object.entries(chatPictures))('acceptance 8: the picture %s is the one that was looked at', async (name, draw) => {
  const { png, alt, fileName } = await draw(0);
  const path = join(import.meta.dirname, `${name}.png`);
  if (process.env.GEX_DRAW === '1') (await import('node:fs')).writeFileSync(path, png);
  expect(await pixelHash(png)).toBe(await pixelHash(readFileSync(path)));
  expect({ fileName, alt }).toMatchSnapshot();
});

test.each(Object.entries(chatPictures))('the picture %s of other numbers has other pixels', async (_, draw) => {
  expect(await pixelHash((await draw(0)).png)).not.toBe(await pixelHash((await draw(7)).png));
});
