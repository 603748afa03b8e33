import type { PaletteName, Quantity } from '@gexstream/charts';
import { byId, element } from './element.ts';
import type { Density, ExpiryFilter, Panel, StrikeWindow, ThemeChoice, ViewState, ViewStore } from './view-state.ts';

type ChoiceField = 'quantity' | 'window' | 'expiries' | 'density' | 'palette' | 'theme' | 'panel';

interface Choice<Value extends string> {
  readonly label: string;
  readonly key: string;
  readonly options: Readonly<Record<Value, string>>;
}

const choices: {
  readonly quantity: Choice<Quantity>;
  readonly window: Choice<StrikeWindow>;
  readonly expiries: Choice<ExpiryFilter>;
  readonly density: Choice<Density>;
  readonly palette: Choice<PaletteName>;
  readonly theme: Choice<ThemeChoice>;
  readonly panel: Choice<Panel>;
} = {
  quantity: { label: 'GEX', key: 'm', options: { net: 'Net', call: 'Call', put: 'Put', gross: 'Gross' } },
  window: { label: 'Strikes', key: 'w', options: { auto: 'Auto', '2': '±2 %', '5': '±5 %', '10': '±10 %', all: 'All' } },
  expiries: { label: 'Expiries', key: 'e', options: { '0': '0DTE', '7': '≤ 7 d', '21': '≤ 21 d', '45': '≤ 45 d', all: 'All' } },
  density: { label: 'Rows', key: 'r', options: { read: 'Read', fit: 'Fit' } },
  palette: { label: 'Colours', key: 'c', options: { 'blue-orange': 'Blue/orange', classic: 'Green/red' } },
  theme: { label: 'Theme', key: 'd', options: { dark: 'Dark', light: 'Light', system: 'Auto' } },
  panel: {
    label: 'Panel',
    key: 'v',
    options: {
      regime: 'Regime',
      session: 'Since open',
      models: 'Models',
      trend: 'Over time',
      strikes: 'Strikes',
      alerts: 'Alerts',
    },
  },
};

/** Builds the toggles once and keeps them pressed as the view says. */
export const toolbar = (store: ViewStore): void => {
  const bar = byId('toolbar');
  const buttons: { readonly field: ChoiceField; readonly value: string; readonly button: HTMLElement }[] = [];
  for (const field of Object.keys(choices) as ChoiceField[]) {
    const { label, key, options } = choices[field];
    const group = element('span', { class: 'choice', role: 'group', 'aria-label': label });
    for (const [value, text] of Object.entries(options)) {
      const button = element('button', { type: 'button', title: `${label}: ${text} (key ${key} for the next)` }, text);
      button.addEventListener('click', () => store.set({ [field]: value }));
      group.append(button);
      buttons.push({ field, value, button });
    }
    // Beside what it changes, which needs no name there.
    if (field === 'panel') byId('panels').append(group);
    else bar.append(element('span', { class: 'choice-label' }, label, group));
  }
  const table = element('button', { type: 'button', title: 'The same numbers as a table (t)' }, 'Table');
  table.addEventListener('click', () => store.set({ table: !store.get().table }));
  bar.append(table);
  const press = (view: ViewState): void => {
    for (const { field, value, button } of buttons) button.setAttribute('aria-pressed', String(view[field] === value));
    table.setAttribute('aria-pressed', String(view.table));
  };
  press(store.get());
  store.onChange(press);
};
