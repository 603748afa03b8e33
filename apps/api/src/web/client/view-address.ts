import {
  densities,
  type ExpiryFilter,
  expiryFilters,
  horizonNames,
  measures,
  models,
  paletteNames,
  panels,
  quantities,
  type StrikeWindow,
  themeChoices,
  type ViewState,
  windows,
} from './view-state.ts';

/**
 * Reads what a link asks for, from `#symbol=SPX&mode=put…` or the same in the query. What is missing or unknown falls back to the
 * default, so an old link still opens.
 */
export const viewFromAddress = (hash: string, query: string): ViewState => {
  const fields = new URLSearchParams(query);
  for (const [name, value] of new URLSearchParams(hash.replace(/^#/, ''))) fields.set(name, value);
  return {
    symbol: (fields.get('symbol') ?? '').toUpperCase().replace(/[^A-Z0-9./^]/g, ''),
    quantity: oneOf(quantities, fields.get('mode'), 'net'),
    window: oneOf<StrikeWindow>(windows, fields.get('window'), 'auto'),
    expiries: oneOf<ExpiryFilter>(expiryFilters, fields.get('expiries'), 'all'),
    palette: oneOf(paletteNames, fields.get('palette'), 'blue-orange'),
    theme: oneOf(themeChoices, fields.get('theme'), 'dark'),
    density: oneOf(densities, fields.get('rows'), 'read'),
    panel: oneOf(panels, fields.get('panel'), 'regime'),
    model: oneOf(models, fields.get('model'), 'naive'),
    measure: oneOf(measures, fields.get('measure'), 'oi'),
    horizon: oneOf(horizonNames, fields.get('horizon'), 'all'),
    table: fields.get('view') === 'table',
    paused: false,
  };
};

/** The address of a view; what stands at its default and is not asked for often stays out of it. */
export const addressOfView = (view: ViewState): string => {
  const fields = new URLSearchParams({
    symbol: view.symbol,
    mode: view.quantity,
    window: view.window,
    expiries: view.expiries,
    palette: view.palette,
  });
  if (view.theme !== 'dark') fields.set('theme', view.theme);
  if (view.density !== 'read') fields.set('rows', view.density);
  if (view.panel !== 'regime') fields.set('panel', view.panel);
  if (view.model !== 'naive') fields.set('model', view.model);
  if (view.measure !== 'oi') fields.set('measure', view.measure);
  if (view.horizon !== 'all') fields.set('horizon', view.horizon);
  if (view.table) fields.set('view', 'table');
  return `#${fields}`;
};

const oneOf = <T extends string>(allowed: readonly T[], asked: string | null, otherwise: T): T =>
  allowed.find((value) => value === asked) ?? otherwise;
