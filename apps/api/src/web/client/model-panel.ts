import { formatPoints, formatUsd } from '@gexstream/charts';
import type { ExposuresBody } from '../../contract/exposures.ts';
import { byId, element } from './element.ts';
import { expiryHeads, expiryMeaning, expiryRows } from './expiry-rows.ts';
import type { horizonNames, measures, models, ViewState, ViewStore } from './view-state.ts';

const modelNames: Readonly<Record<(typeof models)[number], string>> = {
  naive: 'Long calls, short puts (usual)',
  all_short: 'Short every option',
  inverse: 'Short calls, long puts',
  absolute: 'No one’s position',
  volume_signed: 'Signed by trades',
};
const measureNames: Readonly<Record<(typeof measures)[number], string>> = {
  oi: 'Open interest',
  volume: 'Volume today',
  oi_plus_volume: 'OI + volume',
};
const horizonTexts: Readonly<Record<(typeof horizonNames)[number], string>> = {
  '0dte': '0DTE',
  weekly: 'Weekly',
  monthly: 'Monthly',
  all: 'All expiries',
};
const kindNames = { gex: 'GEX', dex: 'DEX', vex: 'VEX', chex: 'CHEX', speed: 'Speed', zomma: 'Zomma' } as const;
const kinds = Object.keys(kindNames) as readonly (keyof typeof kindNames)[];

/** The three choices, kept as the view says. */
export const modelChoices = (store: ViewStore): void => {
  const choices = [
    { field: 'model', label: 'Dealers', names: modelNames },
    { field: 'measure', label: 'Measure', names: measureNames },
    { field: 'horizon', label: 'Expiries', names: horizonTexts },
  ] as const;
  for (const { field, label, names } of choices) {
    const options = Object.entries(names).map(([value, text]) => element('option', { value }, text));
    const select = element('select', { id: `choose-${field}` }, ...options);
    select.addEventListener('change', () => store.set({ [field]: select.value }));
    const keep = (view: ViewState): void => {
      select.value = view[field];
      // The model that signs by trades has a measure of its own.
      select.disabled = field === 'measure' && view.model === 'volume_signed';
    };
    keep(store.get());
    store.onChange(keep);
    byId('model-choices').append(element('label', {}, label, select));
  }
};

/** New each minute, and long: what points into it stays between. */
let paintedExpiries: ExposuresBody | null = null;

/** Gamma to zomma under the chosen model, what the other models make of the same, and each expiry by itself. */
export const paintModel = (exposures: ExposuresBody | null, problem: string | null): void => {
  const host = byId('model-body');
  if (exposures === null) {
    host.replaceChildren(element('p', { class: 'note' }, problem ?? 'Asked for.'));
    byId('expiry-body').replaceChildren();
    paintedExpiries = null;
    return;
  }
  const { convention, measure, dealer_model, horizons, horizon, models: sides, classified_trades } = exposures;
  const side = sides[dealer_model];
  const expiries = horizons.find(({ name }) => name === horizon)?.expiries ?? 0;
  const others = Object.entries(sides).flatMap(([name, other]) => (other === null ? [] : [{ name, other }]));
  host.replaceChildren(
    element(
      'p',
      { class: 'note' },
      `Modelled: ${side?.meaning ?? convention}. ${convention}, measure ${measure}, ${expiries} ${expiries === 1 ? 'expiry' : 'expiries'}; new every minute.`,
    ),
    ...(dealer_model === 'volume_signed' && classified_trades !== null
      ? [
          element(
            'p',
            { class: 'note' },
            `${classified_trades.share === null ? 'No' : `${(100 * classified_trades.share).toFixed(0)} % of`} volume today could be classified.`,
          ),
        ]
      : []),
    table(
      ['', 'Net', 'Calls', 'Puts', 'Gross'],
      kinds.map((kind) => {
        const { net, call, put, gross } = exposures.exposures[kind];
        return [kindNames[kind], money(net), money(call), money(put), formatUsd(gross, { significantDigits: 3, plus: false })];
      }),
      (row) => exposures.exposure_units[kinds[row]!],
    ),
    table(
      ['', 'Level'],
      [
        ['Zero gamma', level(exposures.zero_gamma)],
        ['Call wall', level(exposures.call_wall)],
        ['Put wall', level(exposures.put_wall)],
        ['Call wall by volume', level(exposures.call_volume_wall)],
        ['Put wall by volume', level(exposures.put_volume_wall)],
      ],
    ),
    element('h3', {}, 'The same under each model'),
    table(
      ['Dealers', 'Net GEX', 'Zero gamma'],
      others.map(({ name, other }) => [
        modelNames[name as keyof typeof modelNames] ?? name,
        money(other.exposures.gex.net),
        level(other.zero_gamma),
      ]),
    ),
  );
  if (exposures === paintedExpiries) return;
  paintedExpiries = exposures;
  byId('expiry-body').replaceChildren(
    element('h3', {}, 'By expiry'),
    table(expiryHeads, expiryRows(exposures.expiries)),
    element('p', { class: 'note' }, expiryMeaning),
  );
};

const money = (usd: number): string => formatUsd(usd, { significantDigits: 3 });
const level = (price: number | null): string => (price === null ? 'none' : formatPoints(price));

/** `title`: what a row's numbers are in, shown on hover. */
const table = (
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  title: (row: number) => string = () => '',
): HTMLElement =>
  element(
    'table',
    {},
    element('thead', {}, element('tr', {}, ...heads.map((text) => element('th', { scope: 'col' }, text)))),
    element(
      'tbody',
      {},
      ...rows.map((texts, row) => element('tr', { title: title(row) }, ...texts.map((text) => element('td', {}, text)))),
    ),
  );
