import type { ThemeName } from '../colour-scale.ts';

/** The colours of everything but the cells. */
export interface HeatmapTheme {
  readonly background: string;
  /** Behind the sticky headers and sums. */
  readonly panel: string;
  readonly rule: string;
  readonly text: string;
  readonly dimText: string;
  readonly spot: string;
  readonly zeroGamma: string;
  readonly callWall: string;
  readonly putWall: string;
  readonly king: string;
  readonly focus: string;
}

export const heatmapThemes: Readonly<Record<ThemeName, HeatmapTheme>> = {
  dark: {
    background: '#0b0e14',
    panel: '#10141c',
    rule: '#262d3a',
    text: '#e8edf5',
    dimText: '#95a1b5',
    spot: '#ffffff',
    zeroGamma: '#f0e442',
    callWall: '#7fd4ff',
    putWall: '#ffb066',
    king: '#ffd166',
    focus: '#ffffff',
  },
  light: {
    background: '#ffffff',
    panel: '#f5f7fa',
    rule: '#d5dbe5',
    text: '#141a24',
    dimText: '#566275',
    spot: '#000000',
    zeroGamma: '#7a5c00',
    callWall: '#0a5a94',
    putWall: '#9a4300',
    king: '#8f6400',
    focus: '#000000',
  },
};
