import type { CellPointer } from './cell-pointer.ts';
import { openHelp } from './help-dialog.ts';
import type { KeyAction } from './keyboard.ts';
import {
  densities,
  expiryFilters,
  nextOf,
  paletteNames,
  panels,
  quantities,
  themeChoices,
  type ViewStore,
  windows,
} from './view-state.ts';

/** Turns an action into a change of the view, or a move of the focus cell. */
export const keyCommands = (
  store: ViewStore,
  pointer: CellPointer,
  symbols: () => readonly string[],
): ((action: KeyAction) => void) => {
  return (action) => {
    const view = store.get();
    switch (action) {
      case 'next-symbol':
        return store.set({ symbol: nextOf(symbols(), view.symbol) });
      case 'next-mode':
        return store.set({ quantity: nextOf(quantities, view.quantity) });
      case 'next-window':
        return store.set({ window: nextOf(windows, view.window) });
      case 'next-expiries':
        return store.set({ expiries: nextOf(expiryFilters, view.expiries) });
      case 'next-density':
        return store.set({ density: nextOf(densities, view.density) });
      case 'next-palette':
        return store.set({ palette: nextOf(paletteNames, view.palette) });
      case 'next-theme':
        return store.set({ theme: nextOf(themeChoices, view.theme) });
      case 'next-panel':
        return store.set({ panel: nextOf(panels, view.panel) });
      case 'table':
        return store.set({ table: !view.table });
      case 'pause':
        return store.set({ paused: !view.paused });
      case 'help':
        return openHelp();
    }
    if (pointer.move(action)) return;
    const picked = symbols()[Number(action.replace('pick-', '')) - 1];
    if (picked !== undefined) store.set({ symbol: picked });
  };
};
