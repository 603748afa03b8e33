import { heatmapThemes } from '@gexstream/charts';
import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { imageFont, registerFonts } from './fonts.ts';

/** Fits Telegram and Discord, and a phone in landscape. */
export const sheetSize = { width: 1_200, height: 900 } as const;
const margin = 24;
const headHeight = 92;
const footHeight = 40;

export const chartSize = {
  width: sheetSize.width - 2 * margin,
  height: sheetSize.height - headHeight - footHeight - margin,
} as const;

export interface SheetWords {
  /** At least the symbol and what is shown. */
  readonly title: string;
  /** Unit, convention, what colours say. */
  readonly subtitle: string;
  /** As of when, how old, whose: SIMULATED. */
  readonly provenance: string;
}

const { dark } = heatmapThemes;

/** A chart with its words around it, as PNG. `draw` has a canvas of `chartSize`. */
export const imageSheet = async (
  words: SheetWords,
  draw: (context: SKRSContext2D, chart: Canvas) => void,
): Promise<Uint8Array> => {
  registerFonts();
  const sheet = createCanvas(sheetSize.width, sheetSize.height);
  const context = sheet.getContext('2d');
  context.fillStyle = dark.background;
  context.fillRect(0, 0, sheetSize.width, sheetSize.height);
  const write = (text: string, px: number, weight: string, colour: string, y: number): void => {
    context.font = `${weight} ${px}px "${imageFont}"`;
    context.fillStyle = colour;
    context.fillText(fitted(context, text, chartSize.width), margin, y);
  };
  write(words.title, 30, 'bold', dark.text, 44);
  write(words.subtitle, 18, 'normal', dark.dimText, 76);
  write(words.provenance, 18, 'normal', dark.dimText, sheetSize.height - 16);
  const chart = createCanvas(chartSize.width, chartSize.height);
  draw(chart.getContext('2d'), chart);
  context.drawImage(chart, margin, headHeight);
  return sheet.encode('png');
};

/** Cut, with an ellipsis, where it is too long to stand in a line. */
const fitted = (context: SKRSContext2D, text: string, width: number): string => {
  if (context.measureText(text).width <= width) return text;
  let cut = text;
  while (cut.length > 0 && context.measureText(`${cut}…`).width > width) cut = cut.slice(0, -1);
  return `${cut}…`;
};
