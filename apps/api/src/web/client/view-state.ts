import type { PaletteName, Quantity } from '@gexstream/charts';
import type { Measure, ServedModel } from '@gexstream/domain';

export const quantities: readonly Quantity[] = ['net', 'call', 'put', 'gross'];
/** Percent of spot on each side; `auto` takes the narrowest that fills the chart. */
export const windows = ['auto', '2', '5', '10', 'all'] as const;
export type StrikeWindow = (typeof windows)[number];
/** Greatest number of calendar days to expiry with a column. */
export const expiryFilters = ['all', '0', '7', '21', '45'] as const;
export type ExpiryFilter = (typeof expiryFilters)[number];
export const paletteNames: readonly PaletteName[] = ['blue-orange', 'classic'];
/** Which of the panels beside the heatmap is open. */
export const panels = ['regime', 'session', 'models', 'trend', 'strikes', 'alerts'] as const;
export type Panel = (typeof panels)[number];
/** Of the panel `models`: who is assumed to hold what, what stands for the position, which expiries. */
export const models = ['naive', 'all_short', 'inverse', 'absolute', 'volume_signed'] as const satisfies readonly ServedModel[];
export const measures = ['oi', 'volume', 'oi_plus_volume'] as const satisfies readonly Measure[];
export const horizonNames = ['0dte', 'weekly', 'monthly', 'all'] as const;
export const densities = ['read', 'fit'] as const;
export type Density = (typeof densities)[number];
/** `system` follows what the machine prefers, also while the page is open. */
export const themeChoices = ['dark', 'light', 'system'] as const;
export type ThemeChoice = (typeof themeChoices)[number];

/** What the reader has chosen; all of it but the pause is in the address, so that a link shows the same. */
export interface ViewState {
  /** Empty until the first symbol is known. */
  readonly symbol: string;
  readonly quantity: Quantity;
  readonly window: StrikeWindow;
  readonly expiries: ExpiryFilter;
  readonly palette: PaletteName;
  readonly theme: ThemeChoice;
  readonly density: Density;
  readonly panel: Panel;
  readonly model: (typeof models)[number];
  readonly measure: (typeof measures)[number];
  readonly horizon: (typeof horizonNames)[number];
  readonly table: boolean;
  readonly paused: boolean;
}

export interface ViewStore {
  get(): ViewState;
  set(change: Partial<ViewState>): void;
  /** Called after each change with the state before it. */
  onChange(listener: (state: ViewState, before: ViewState) => void): void;
}

export const viewStore = (initial: ViewState): ViewStore => {
  let state = initial;
  const listeners: ((state: ViewState, before: ViewState) => void)[] = [];
  return {
    get: () => state,
    set(change) {
      const before = state;
      state = { ...state, ...change };
      for (const listener of listeners) listener(state, before);
    },
    onChange: (listener) => void listeners.push(listener),
  };
};

/** The next of a list after `current`, and after the last the first. */
export const nextOf = <T>(all: readonly T[], current: T): T => all[(all.indexOf(current) + 1) % all.length] ?? current;
