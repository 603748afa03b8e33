import { byId, element } from '../element.ts';

/** Every scanned symbol, for the skew of those without an opportunity too. Made anew only when others are scanned: an open list stays open. */
export const paintSymbolChoice = (symbols: readonly string[], selected: string): void => {
  const choice = byId('skew-symbol') as HTMLSelectElement;
  const names = selected === '' || symbols.includes(selected) ? symbols : [selected, ...symbols];
  if ([...choice.options].map(({ value }) => value).join() !== names.join())
    choice.replaceChildren(...names.map((name) => element('option', { value: name }, name)));
  choice.value = selected;
};
