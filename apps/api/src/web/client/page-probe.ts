import type { HeatmapLevel } from '@gexstream/charts';
import type { Freshness } from './freshness.ts';
import type { GexData } from './gex-data.ts';
import type { HeatmapScene } from './heatmap-scene.ts';
import type { ConnectionMode } from './stream-connection.ts';

/** What the page shows, for tests and the curious: copies, nothing here changes the page. */
export interface PageReport {
  readonly symbol: string;
  readonly symbols: readonly string[];
  readonly connection: ConnectionMode;
  readonly freshness: Freshness | 'waiting';
  readonly simulated: boolean;
  readonly asOf: string | null;
  readonly cellsAsOf: string | null;
  readonly spot: number | null;
  /** USD per 1 %, as the server's levels say. */
  readonly netGex: number | null;
  readonly levels: readonly HeatmapLevel[];
  readonly grid: {
    readonly expiries: readonly { readonly expiry: string; readonly settlement: string }[];
    readonly strikes: readonly number[];
    readonly expiryIndex: readonly number[];
    readonly strikeIndex: readonly number[];
    readonly callGex: readonly number[];
    readonly putGex: readonly number[];
  } | null;
  /** Sums over the cells the page holds, USD per 1 %. */
  readonly sums: { readonly call: number; readonly put: number; readonly net: number } | null;
  /** Frames painted, rows and columns of the scene, and the value of full colour. */
  readonly painted: {
    readonly frames: number;
    readonly rows: number;
    readonly columns: number;
    readonly colourLimit: number;
  } | null;
}

declare global {
  interface Window {
    readonly gexstream: { state(): PageReport };
  }
}

export interface Probed {
  readonly data: GexData;
  readonly symbol: string;
  readonly connection: ConnectionMode;
  readonly scene: HeatmapScene | null;
  readonly frames: number;
}

/** Puts `window.gexstream.state()` in place. */
export const exposePage = (probed: () => Probed): void => {
  Object.defineProperty(window, 'gexstream', { value: Object.freeze({ state: () => reportOf(probed()) }) });
};

const reportOf = ({ data, symbol, connection, scene, frames }: Probed): PageReport => {
  const shown = data.bySymbol.get(symbol) ?? null;
  const call = shown?.cells.callGex.reduce((sum, value) => sum + value, 0) ?? 0;
  const put = shown?.cells.putGex.reduce((sum, value) => sum + value, 0) ?? 0;
  return {
    symbol,
    symbols: data.symbols,
    connection,
    freshness: (document.getElementById('freshness')?.dataset.freshness ?? 'waiting') as Freshness | 'waiting',
    simulated: shown?.levels.simulated ?? data.feed?.simulated ?? false,
    asOf: shown?.levels.as_of ?? null,
    cellsAsOf: shown?.cells.asOf ?? null,
    spot: shown?.levels.spot ?? null,
    netGex: shown?.levels.total.net_gex ?? null,
    levels: scene?.levels ?? [],
    grid:
      shown === null
        ? null
        : structuredClone({
            expiries: shown.cells.expiries,
            strikes: shown.cells.strikes,
            expiryIndex: shown.cells.expiryIndex,
            strikeIndex: shown.cells.strikeIndex,
            callGex: shown.cells.callGex,
            putGex: shown.cells.putGex,
          }),
    sums: shown === null ? null : { call, put, net: call + put },
    painted:
      scene === null
        ? null
        : { frames, rows: scene.model.rows.length, columns: scene.model.columns.length, colourLimit: scene.scale.limit },
  };
};
