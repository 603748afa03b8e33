import { type ThemeChoice, themeChoices } from '../view-state.ts';

/** What of the scanner's page is in its address, so that a link shows the same. */
export interface ScannerView {
  /** Empty until one is chosen: then what stands first is. */
  readonly symbol: string;
  readonly theme: ThemeChoice;
}

/** Of `?symbol=SPX&theme=light`; what is missing or unknown falls back to the default. */
export const scannerViewFrom = (query: string): ScannerView => {
  const fields = new URLSearchParams(query);
  return {
    symbol: fields.get('symbol')?.toUpperCase() ?? '',
    theme: themeChoices.find((choice) => choice === fields.get('theme')) ?? 'dark',
  };
};

/** The query of a view; what stands at its default stays out of it. */
export const scannerQuery = ({ symbol, theme }: ScannerView): string => {
  const fields = new URLSearchParams();
  if (symbol !== '') fields.set('symbol', symbol);
  if (theme !== 'dark') fields.set('theme', theme);
  return fields.size === 0 ? '' : `?${fields}`;
};
