import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { GlobalFonts } from '@napi-rs/canvas';

/** The family that images are set in: the same letters on every machine, whatever is installed there. */
export const imageFont = 'Gexstream Sans';

let registered = false;

/** DejaVu Sans, which has the Greek letters and marks that messages use; from npm, never from the system. */
export const registerFonts = (): void => {
  if (registered) return;
  const folder = join(dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf');
  for (const file of ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'])
    if (GlobalFonts.registerFromPath(join(folder, file), imageFont) === null)
      throw new Error(`the font ${file} of dejavu-fonts-ttf cannot be read; install the packages again: npm ci`);
  registered = true;
};
