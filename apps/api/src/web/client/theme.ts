import type { ThemeName } from '@gexstream/charts';
import type { ThemeChoice } from './view-state.ts';

const lightPreferred = matchMedia('(prefers-color-scheme: light)');

/** The theme a choice comes to on this machine now. */
export const themeOf = (choice: ThemeChoice): ThemeName => {
  if (choice !== 'system') return choice;
  return lightPreferred.matches ? 'light' : 'dark';
};

/** Called when the machine changes its mind, as many do at sunset. */
export const onPreferredThemeChange = (changed: () => void): void => lightPreferred.addEventListener('change', changed);
