import type { DrawingContext } from '../drawing-context.ts';

/** A canvas for tests that only notes what was drawn. */
export interface RecordingContext extends DrawingContext {
  readonly texts: string[];
  readonly fills: { readonly x: number; readonly y: number; readonly colour: string | object }[];
  readonly strokes: { readonly colour: string | object; readonly dash: readonly number[] }[];
}

export const recordingContext = (): RecordingContext => {
  let dash: readonly number[] = [];
  const nothing = (): void => {};
  const context: RecordingContext = {
    texts: [],
    fills: [],
    strokes: [],
    fillStyle: '',
    strokeStyle: '',
    lineWidth: 1,
    lineJoin: 'miter',
    font: '',
    textAlign: 'left',
    textBaseline: 'alphabetic',
    globalAlpha: 1,
    save: nothing,
    restore: nothing,
    beginPath: nothing,
    closePath: nothing,
    moveTo: nothing,
    lineTo: nothing,
    rect: nothing,
    clip: nothing,
    fill: nothing,
    stroke: () => void context.strokes.push({ colour: context.strokeStyle, dash }),
    setLineDash(segments) {
      dash = segments;
    },
    setTransform: nothing,
    fillRect: (x, y) => void context.fills.push({ x, y, colour: context.fillStyle }),
    strokeRect: nothing,
    fillText: (text) => void context.texts.push(text),
    strokeText: nothing,
    measureText: (text) => ({ width: text.length * 7 }),
  };
  return context;
};
