import { type ChatImage, heatmapImage, skewImage, strikeTimeImage } from '@gexstream/bots';
import { epochMs, points, usdPerPercent } from '@gexstream/domain';
import { cellsEvent, levelsEvent } from '../../apps/api/src/events.fixture.ts';
import { pageBook } from '../integration/page-book.ts';

/** Of round numbers, so that every machine draws the same. `shift`: points that spot lies elsewhere, for pictures that are not the same. */
export type DrawPicture = (shift: number) => Promise<ChatImage>;

const provenance = 'live · 10:30:00 ET · age 0.8 s · SIMULATED';
const book = pageBook('SPX', 6_000);
const startMs = Date.UTC(2026, 10, 20, 14, 30);
const quarterMs = 900_000;

const heatmap: DrawPicture = (shift) => {
  const { cells, zero_gamma, call_wall, put_wall, max_gross_strike, max_net_strike } = book;
  const levels = levelsEvent();
  const body = {
    ...levels.body,
    spot: points(6_000 + shift),
    total: {
      net: usdPerPercent(book.total.net_gex),
      call: usdPerPercent(book.total.call_gex),
      put: usdPerPercent(book.total.put_gex),
      gross: usdPerPercent(book.total.gross_gex),
    },
    zeroGamma: points(zero_gamma!),
    callWall: points(call_wall!),
    putWall: points(put_wall!),
    maxGrossStrike: points(max_gross_strike!),
    maxNetStrike: points(max_net_strike!),
  };
  const columns = {
    strikes: Float64Array.from(cells.strikes),
    expiryIndex: Uint16Array.from(cells.expiry_index),
    strikeIndex: Uint16Array.from(cells.strike_index),
    callGex: Float64Array.from(cells.call_gex),
    putGex: Float64Array.from(cells.put_gex),
  };
  const expiries = cells.expiries.map(({ expiry, settlement }) => ({ expiry, settlement, settlesMs: epochMs(startMs) }));
  return heatmapImage({ ...levels, body }, cellsEvent({}, { expiries, ...columns }), provenance);
};

/** A session until 14:30 without the quarters from 11:30 on to noon: strikes that gain and lose, and spot that rises. */
const strikeTime: DrawPicture = (shift) => {
  const strikes = Array.from({ length: 49 }, (_, at) => 5_880 + 5 * at);
  const columns = Array.from({ length: 21 }, (_, step) => step)
    .filter((step) => step < 8 || step > 9)
    .map((step) => ({
      atMs: startMs + step * quarterMs,
      spot: 5_985 + shift + 2 * step,
      values: strikes.map((strike) => (4e8 * (strike - 5_990) * (1 + step / 20)) / (1_000 + (strike - 5_990) ** 2)),
    }));
  return strikeTimeImage(
    { symbol: 'SPX', strikes, columns, intervalMs: quarterMs, windowPct: 2 },
    'newest minute 2026-11-20 14:30 ET · SIMULATED',
  );
};

/** Five expiries; of the nearest one scan is missing, and one without a wing. */
const skew: DrawPicture = (shift) => {
  const lines = ['2026-11-20', '2026-11-27', '2026-12-04', '2026-12-11', '2026-12-18'].map((name, line) => ({
    name,
    points: Array.from({ length: 24 }, (_, step) => step)
      .filter((step) => line > 0 || step !== 6)
      .map((step) => ({
        atMs: startMs + step * quarterMs,
        skew: line === 0 && step === 12 ? null : 4 - line + shift / 100 + ((step * (7 + line)) % 13) / 10,
      })),
  }));
  return skewImage('SPX', lines, 'newest scan 2026-11-20 15:15 ET · SIMULATED');
};

/** Every picture that goes into chats, by name. */
export const chatPictures: Readonly<Record<string, DrawPicture>> = { heatmap, 'heatmap-time': strikeTime, skew };
