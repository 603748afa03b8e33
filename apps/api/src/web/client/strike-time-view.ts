import { colourScale, drawStrikeTime, heatmapThemes, palettes, robustLimit } from '@gexstream/charts';
import type { StrikeHistoryBody } from '../../contract/strike-history.ts';
import { getJson } from './api-client.ts';
import { everyMs } from './browser-clock.ts';
import { byId, setText } from './element.ts';
import { newYorkTime } from './new-york-time.ts';
import { themeOf } from './theme.ts';
import type { ViewState } from './view-state.ts';

export interface StrikeTimeView {
  /** Draws the strikes over time of the symbol shown; asks for them when first shown, and again each five minutes while they are. */
  show(view: ViewState): void;
}

const intervalMs = 900_000;
const refreshEveryMs = 300_000;
/** Percent of spot on each side. */
const windowPct = 2;

export const strikeTimeView = (changed: () => void): StrikeTimeView => {
  const canvas = byId('strike-time') as HTMLCanvasElement;
  const bySymbol = new Map<string, StrikeHistoryBody>();
  let shown = '';
  let problem: string | null = null;

  const load = async (): Promise<void> => {
    const symbol = shown;
    if (symbol === '') return;
    try {
      const path = `/api/v1/gex/${encodeURIComponent(symbol)}/strikes/history?interval=15m&window=${windowPct}`;
      bySymbol.set(symbol, await getJson<StrikeHistoryBody>(path));
      problem = null;
    } catch (cause) {
      problem = cause instanceof Error ? cause.message : String(cause);
    }
    changed();
  };
  everyMs(refreshEveryMs, () => {
    if (!byId('strikes').hidden) void load();
  });
  new ResizeObserver(changed).observe(byId('strikes'));

  return {
    show(view) {
      if (view.symbol !== shown) {
        shown = view.symbol;
        problem = null;
        void load();
      }
      const history = bySymbol.get(shown) ?? null;
      setText(byId('strike-time-note'), problem ?? noteOf(history));
      canvas.hidden = history === null || history.columns.length === 0;
      if (history !== null && !canvas.hidden) draw(canvas, history, view);
    },
  };
};

const noteOf = (history: StrikeHistoryBody | null): string => {
  if (history === null) return 'Asking for what was kept…';
  if (history.columns.length === 0) return 'Nothing kept yet: it begins with the first full minute.';
  return `Net GEX of strikes within ±${windowPct} % of spot each 15 minutes, and spot’s path; gaps stay gaps.`;
};

const draw = (canvas: HTMLCanvasElement, history: StrikeHistoryBody, { palette, theme }: ViewState): void => {
  const context = canvas.getContext('2d', { alpha: false });
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  if (context === null || width === 0) return;
  Object.assign(canvas, { width: Math.round(width * devicePixelRatio), height: Math.round(height * devicePixelRatio) });
  const values = history.columns.flatMap(({ net_gex }) => net_gex.filter((value) => value !== null));
  drawStrikeTime(context, {
    strikes: history.strikes,
    columns: history.columns.map(({ as_of, spot, net_gex }) => ({ atMs: Date.parse(as_of), spot, values: net_gex })),
    intervalMs,
    scale: colourScale(robustLimit(values), palettes[palette][themeOf(theme)]),
    theme: heatmapThemes[themeOf(theme)],
    fontFamily: getComputedStyle(document.body).fontFamily,
    textPx: 11,
    timeText: (atMs) => newYorkTime(new Date(atMs).toISOString()),
    width,
    height,
    pixelRatio: devicePixelRatio,
  });
};
