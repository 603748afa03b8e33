import {
  colourScale,
  drawStrikeTime,
  formatPoints,
  formatUsd,
  heatmapThemes,
  palettes,
  robustLimit,
  type StrikeColumn,
} from '@gexstream/charts';
import { epochMs } from '@gexstream/domain';
import type { ChatImage } from '../platform/chat-platform.ts';
import { newYorkMinute } from '../words/age-words.ts';
import { imageFont } from './fonts.ts';
import { chartSize, imageSheet } from './image-sheet.ts';

export interface StrikeTime {
  readonly symbol: string;
  /** Ascending, points. */
  readonly strikes: readonly number[];
  /** Oldest first; at least one. */
  readonly columns: readonly StrikeColumn[];
  readonly intervalMs: number;
  /** Percent of spot on each side. */
  readonly windowPct: number;
}

const palette = palettes['blue-orange'].dark;

/** Strikes upwards, time to the right, spot's path over them, as the page draws it. `provenance`: as of when, whose. */
export const strikeTimeImage = async (
  { symbol, strikes, columns, intervalMs, windowPct }: StrikeTime,
  provenance: string,
): Promise<ChatImage> => {
  const limit = robustLimit(columns.flatMap(({ values }) => values.filter((value) => value !== null)));
  const spot = columns.at(-1)!.spot;
  const minutes = intervalMs / 60_000;
  const [from, until] = [columns[0]!, columns.at(-1)!].map(({ atMs }) => newYorkMinute(epochMs(atMs)));
  const when = from === until ? `at ${until}` : `from ${from} to ${until}`;
  const png = await imageSheet(
    {
      title: `${symbol} ${formatPoints(spot)} · net GEX by strike over time`,
      subtitle: `USD per 1 % move · each ${minutes} min · ±${windowPct} % · blue: dealers long γ, orange: short · full colour at ±${formatUsd(limit, { plus: false })} · white: spot`,
      provenance: `${provenance} · educational, not a recommendation`,
    },
    (context) =>
      drawStrikeTime(context, {
        ...{ strikes, columns, intervalMs, ...chartSize },
        scale: colourScale(limit, palette),
        theme: heatmapThemes.dark,
        fontFamily: `"${imageFont}"`,
        textPx: 15,
        timeText: (atMs) => newYorkMinute(epochMs(atMs)),
        pixelRatio: 1,
      }),
  );
  return {
    png,
    alt: `${symbol}: net gamma exposure by strike over time, ${when} New York, spot ${formatPoints(spot)}`,
    fileName: `${symbol}-heatmap-time.png`,
  };
};
