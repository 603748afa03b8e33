import { drawSkewTime, heatmapThemes, palettes, type SkewLine } from '@gexstream/charts';
import { epochMs } from '@gexstream/domain';
import type { ChatImage } from '../platform/chat-platform.ts';
import { newYorkMinute } from '../words/age-words.ts';
import { imageFont } from './fonts.ts';
import { chartSize, imageSheet } from './image-sheet.ts';

/** Between two scans. */
const stepMs = 900_000;

/** 25-delta skew over 24 hours, a line an expiry, the nearest first: as the scanner's page draws it. `provenance`: as of when, whose. */
export const skewImage = async (symbol: string, lines: readonly SkewLine[], provenance: string): Promise<ChatImage> => {
  const [nearest] = lines;
  const newest = nearest?.points.findLast(({ skew }) => skew !== null)?.skew ?? null;
  const skew = newest === null ? '–' : newest.toFixed(1);
  const png = await imageSheet(
    {
      title: `${symbol} 25-delta skew ${skew} vol points · 24 hours`,
      subtitle: 'put IV − call IV in vol points, scan by scan, by expiry · blue: the nearest · gaps stay gaps · New York time',
      provenance: `${provenance} · educational, not a recommendation`,
    },
    (context) =>
      drawSkewTime(context, {
        ...{ lines, stepMs, ...chartSize },
        theme: heatmapThemes.dark,
        accent: palettes['blue-orange'].dark.positive,
        fontFamily: `"${imageFont}"`,
        textPx: 17,
        timeText: (atMs) => newYorkMinute(epochMs(atMs)),
        pixelRatio: 1,
      }),
  );
  return {
    png,
    alt: `${symbol}: 25-delta skew of ${lines.length} expiries over 24 hours; ${nearest?.name ?? 'none'} at ${skew} vol points`,
    fileName: `${symbol}-skew.png`,
  };
};
