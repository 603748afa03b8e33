import type { CellPlace, HeatmapModel } from '@gexstream/charts';
import { announcer } from './announcer.ts';
import { cellFacts, spokenFacts } from './cell-facts.ts';
import { byId } from './element.ts';
import { movedFocus } from './focus-cell.ts';
import type { HeatmapView } from './heatmap-view.ts';
import type { KeyAction } from './keyboard.ts';
import { hideTooltip, showTooltip } from './tooltip.ts';

export interface CellPointer {
  /** Moves the focus cell as the key asks, or leaves it; false when the key moves nothing. */
  move(action: KeyAction): boolean;
  /** Shows what now stands in the cell pointed at. */
  refresh(): void;
  /** Lets go of the cell: it belonged to another symbol. */
  forget(): void;
}

/** The cell under the mouse, else the one that keys have moved to: outlined, told by the tooltip, spoken when keys moved it. */
export const cellPointer = (heatmap: HeatmapView, model: () => HeatmapModel | null): CellPointer => {
  const announce = announcer();
  let focus: { readonly strike: number; readonly kind: string; readonly expiryIndex: number | null } | null = null;
  let hovered: CellPlace | null = null;

  /** The focus is kept by strike and expiry: rows come and go while spot moves. */
  const focusPlace = (): CellPlace | null => {
    const shown = model();
    if (focus === null || shown === null) return null;
    const { strike, kind, expiryIndex } = focus;
    const row = shown.rows.findIndex(
      (candidate) => candidate.kind === kind && (kind !== 'strike' || candidate.strike === strike),
    );
    const column = shown.columns.findIndex((candidate) => candidate.expiryIndex === expiryIndex);
    return row < 0 || column < 0 ? null : { row, column };
  };

  const setFocus = (place: CellPlace | null): void => {
    const shown = model();
    const row = place === null ? undefined : shown?.rows[place.row];
    const column = place === null ? undefined : shown?.columns[place.column];
    focus =
      row === undefined || column === undefined ? null : { strike: row.strike, kind: row.kind, expiryIndex: column.expiryIndex };
  };

  const refresh = (): void => {
    const shown = model();
    const place = hovered ?? focusPlace();
    const facts = shown === null || place === null ? null : cellFacts(shown, place);
    const box = place === null ? null : heatmap.boxOf(place);
    if (facts === null || box === null) hideTooltip();
    else showTooltip(facts, box);
  };

  const outline = (scrollThere: boolean): void => heatmap.focusOn(focusPlace(), scrollThere);

  heatmap.onPaint(() => refresh());
  heatmap.onPoint((place, pressed) => {
    hovered = place;
    if (pressed && place !== null) {
      setFocus(place);
      outline(false);
      byId('heatmap').focus({ preventScroll: true });
    }
    refresh();
  });

  return {
    move(action) {
      const shown = model();
      if (shown === null) return false;
      if (action === 'leave') {
        setFocus(null);
        outline(false);
        return true;
      }
      const place = movedFocus(shown, focusPlace(), action);
      if (place === null) return false;
      hovered = null;
      setFocus(place);
      outline(true);
      const facts = cellFacts(shown, place);
      if (facts !== null) announce(spokenFacts(facts));
      return true;
    },
    refresh: () => outline(false),
    forget() {
      setFocus(null);
      hovered = null;
    },
  };
};
