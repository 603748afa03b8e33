import {
  type CellPlace,
  cellAt,
  columnLeft,
  columnWidthOf,
  drawHeatmap,
  type HeatmapLayout,
  heatmapLayout,
  heatmapThemes,
  palettes,
  rowTop,
  scrollToCentre,
  scrollToShow,
} from '@gexstream/charts';
import { oncePerFrame } from './browser-clock.ts';
import { byId } from './element.ts';
import type { HeatmapScene } from './heatmap-scene.ts';
import { themeOf } from './theme.ts';
import type { ViewState } from './view-state.ts';

/** Below this width of the chart names are short and margins slim. */
const compactBelowPx = 560;

export interface HeatmapView {
  /** Shows a scene with the next frame; null clears the canvas. `centre` scrolls spot into the middle. */
  show(scene: HeatmapScene | null, view: ViewState, centre: boolean): void;
  focusOn(place: CellPlace | null, scrollThere: boolean): void;
  /** Expiries with a column that is in view; null before anything was painted. */
  columnsInView(): number | null;
  /** The box of a cell in pixels of the heatmap. */
  boxOf(
    place: CellPlace,
  ): { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number } | null;
  /** Called with the cell under the pointer, null when it has left. */
  onPoint(listener: (place: CellPlace | null, pressed: boolean) => void): void;
  /** Called after each painted frame. */
  onPaint(listener: () => void): void;
}

/** The canvas stays in view while its scroller moves a box as large as the whole grid; a frame draws only what is in view. */
export const heatmapView = (): HeatmapView => {
  const scroller = byId('scroller');
  const spacer = byId('spacer');
  const canvas = byId('canvas') as HTMLCanvasElement;
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) throw new Error('This browser gives no 2D canvas: use the table view (?view=table) or another browser.');
  const painted: (() => void)[] = [];
  let shown: { readonly scene: HeatmapScene; readonly view: ViewState } | null = null;
  let layout: HeatmapLayout | null = null;
  let focus: CellPlace | null = null;
  let centreNext = false;
  let size = { width: scroller.clientWidth, height: scroller.clientHeight };

  const layOut = (scrollX: number, scrollY: number): HeatmapLayout | null => {
    if (shown === null || size.width === 0) return null;
    const compact = size.width < compactBelowPx;
    const textPx = compact ? 11 : 12;
    context.font = `${textPx}px ${fontFamily()}`;
    const digitPx = context.measureText('0').width;
    return heatmapLayout(shown.scene.model, { ...size, scrollX, scrollY, textPx, digitPx, compact, density: shown.view.density });
  };

  const paint = (): void => {
    layout = layOut(scroller.scrollLeft, scroller.scrollTop);
    if (shown === null || layout === null) return;
    if (setBox(spacer, layout.contentWidth, layout.contentHeight))
      layout = layOut(scroller.scrollLeft, scroller.scrollTop) ?? layout;
    if (centreNext) {
      centreNext = false;
      scroller.scrollTop = scrollToCentre(layout, shown.scene.model, shown.scene.model.spot);
      layout = layOut(scroller.scrollLeft, scroller.scrollTop) ?? layout;
    }
    const pixelRatio = devicePixelRatio;
    const [width, height] = [Math.round(size.width * pixelRatio), Math.round(size.height * pixelRatio)];
    if (canvas.width !== width || canvas.height !== height) {
      Object.assign(canvas, { width, height });
      setBox(canvas, size.width, size.height);
    }
    const { scene, view } = shown;
    drawHeatmap(context, {
      ...scene,
      layout,
      palette: palettes[view.palette][themeOf(view.theme)],
      theme: heatmapThemes[themeOf(view.theme)],
      fontFamily: fontFamily(),
      pixelRatio,
      focus,
    });
    for (const listener of painted) listener();
  };
  const repaint = oncePerFrame(paint);

  scroller.addEventListener('scroll', repaint, { passive: true });
  new ResizeObserver(() => {
    const next = { width: scroller.clientWidth, height: scroller.clientHeight };
    if (next.width === size.width && next.height === size.height) return;
    size = next;
    repaint();
  }).observe(scroller);

  const placeAt = (event: PointerEvent | MouseEvent): CellPlace | null => {
    if (shown === null || layout === null) return null;
    const box = scroller.getBoundingClientRect();
    return cellAt(layout, shown.scene.model, event.clientX - box.left, event.clientY - box.top);
  };

  return {
    show(scene, view, centre) {
      if (scene !== null && shown !== null) focus = samePlace(focus, shown.scene, scene);
      shown = scene === null ? null : { scene, view };
      canvas.hidden = scene === null;
      centreNext ||= centre;
      repaint();
    },
    focusOn(place, scrollThere) {
      focus = place;
      if (place !== null && layout !== null && scrollThere) {
        const { scrollX, scrollY } = scrollToShow(layout, place);
        scroller.scrollTo({ left: scrollX, top: scrollY, behavior: 'instant' });
      }
      repaint();
    },
    columnsInView: () => (layout === null ? null : layout.lastColumn - layout.firstColumn + 1),
    boxOf(place) {
      if (layout === null) return null;
      const left = columnLeft(layout, place.column);
      const top = rowTop(layout, place.row);
      return { left, top, right: left + columnWidthOf(layout, place.column), bottom: top + layout.rowHeight };
    },
    onPoint(listener) {
      scroller.addEventListener('pointermove', (event) => listener(placeAt(event), false));
      scroller.addEventListener('pointerleave', () => listener(null, false));
      scroller.addEventListener('click', (event) => listener(placeAt(event), true));
    },
    onPaint: (listener) => void painted.push(listener),
  };
};

const fontFamily = (): string => getComputedStyle(document.body).fontFamily;

const setBox = (target: HTMLElement, width: number, height: number): boolean => {
  const [widthText, heightText] = [`${Math.floor(width)}px`, `${Math.floor(height)}px`];
  if (target.style.width === widthText && target.style.height === heightText) return false;
  Object.assign(target.style, { width: widthText, height: heightText });
  return true;
};

/** The same strike and expiry in the next scene, where rows may have come or gone; null when it has no place there. */
export const samePlace = (place: CellPlace | null, from: HeatmapScene, to: HeatmapScene): CellPlace | null => {
  const row = place === null ? undefined : from.model.rows[place.row];
  const column = place === null ? undefined : from.model.columns[place.column];
  if (row === undefined || column === undefined) return null;
  if (
    place !== null &&
    to.model.rows[place.row]?.strike === row.strike &&
    to.model.columns[place.column]?.expiryIndex === column.expiryIndex
  )
    return place;
  const nextRow = to.model.rows.findIndex(
    ({ kind, strike }) => kind === row.kind && (kind !== 'strike' || strike === row.strike),
  );
  const nextColumn = to.model.columns.findIndex(
    ({ expiry, settlement }) => expiry === column.expiry && settlement === column.settlement,
  );
  return nextRow < 0 || nextColumn < 0 ? null : { row: nextRow, column: nextColumn };
};
