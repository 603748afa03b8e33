import { scaleLinear } from 'd3-scale';

export type PaletteName = 'blue-orange' | 'classic';
export type ThemeName = 'dark' | 'light';

/** The two ends and the neutral middle of a diverging palette, `#RRGGBB`. `unsigned` is the end for quantities without a sign (gross). */
export interface Palette {
  readonly positive: string;
  readonly neutral: string;
  readonly negative: string;
  readonly unsigned: string;
}

/**
 * Blue and orange stay apart for colour-blind readers; green and red is what the industry is used to. The light ends are ColorBrewer's
 * (RdBu, PuOr, RdYlGn), dark enough to stand on a pale middle.
 */
export const palettes: Readonly<Record<PaletteName, Readonly<Record<ThemeName, Palette>>>> = {
  'blue-orange': {
    dark: { positive: '#5AA0FF', neutral: '#141820', negative: '#E66101', unsigned: '#B69CFF' },
    light: { positive: '#2166AC', neutral: '#F3F5F8', negative: '#B35806', unsigned: '#542788' },
  },
  classic: {
    dark: { positive: '#2FBF71', neutral: '#141820', negative: '#E5484D', unsigned: '#B69CFF' },
    light: { positive: '#1A9850', neutral: '#F3F5F8', negative: '#D73027', unsigned: '#542788' },
  },
};

export interface ColourScale {
  /** The value, in USD per 1 %, at which the colour is full; the same on both sides of zero. */
  readonly limit: number;
  /** `rgb(r, g, b)` for a value; zero is always the neutral middle. */
  colour(value: number): string;
  /** The text colour that reads best on `colour(value)`. */
  ink(value: number): string;
}

/** Steps on each side of zero: finer than an eye can tell, few enough to be computed once. */
const stepsPerSide = 256;

/**
 * Where a value stands between the neutral middle (0) and full colour (±1). The square root lifts the small ones, which would drown beside
 * one great strike, and keeps sign and order.
 */
export const signedSqrt = (value: number, limit: number): number => {
  if (!(limit > 0) || !Number.isFinite(value)) return 0;
  return Math.sign(value) * Math.min(1, Math.sqrt(Math.abs(value) / limit));
};

/** A scale for values between −limit and +limit, USD per 1 %. `signed: false` shows magnitude in the palette's third hue. */
export const colourScale = (
  limit: number,
  palette: Palette,
  { signed = true }: { readonly signed?: boolean } = {},
): ColourScale => {
  const positiveEnd = signed ? palette.positive : palette.unsigned;
  const ramp = scaleLinear<string>()
    .domain([-stepsPerSide, 0, stepsPerSide])
    .range([palette.negative, palette.neutral, positiveEnd]);
  const colours = Array.from({ length: 2 * stepsPerSide + 1 }, (_, index) => ramp(index - stepsPerSide));
  const inks = colours.map(readableInk);
  const step = (value: number): number => Math.round(signedSqrt(value, limit) * stepsPerSide) + stepsPerSide;
  return {
    limit,
    colour: (value) => colours[step(value)] ?? palette.neutral,
    ink: (value) => inks[step(value)] ?? '#ffffff',
  };
};

const darkInk = '#0b0e14';
const lightInk = '#f2f5fa';

const readableInk = (rgb: string): string => {
  const own = relativeLuminance(rgb);
  return (own + 0.05) / (relativeLuminance('rgb(11, 14, 20)') + 0.05) >
    (relativeLuminance('rgb(242, 245, 250)') + 0.05) / (own + 0.05)
    ? darkInk
    : lightInk;
};

/** WCAG's relative luminance, 0…1, of `rgb(r, g, b)`. */
export const relativeLuminance = (rgb: string): number => {
  const [red = 0, green = 0, blue = 0] = (rgb.match(/\d+(\.\d+)?/g) ?? []).map((part) => {
    const share = Number(part) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
