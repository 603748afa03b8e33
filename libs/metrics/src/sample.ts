import type { Sample, SampledName } from './catalogue.ts';

type Of<Name extends SampledName> = Extract<Sample, { readonly metric: Name }>;

/** Short for a sample; the compiler knows which labels its metric has. */
export const sample = <Name extends SampledName>(
  metric: Name,
  value: number,
  ...[labels]: keyof Of<Name>['labels'] extends never ? [] : [Of<Name>['labels']]
): Sample => ({ metric, value, labels: labels ?? {} }) as Of<Name>;

/** One sample per possible value of a label, 1 for the present one: so that a query sees a state end, too. */
export const states = <Name extends SampledName>(
  metric: Name,
  label: keyof Of<Name>['labels'] & string,
  all: readonly string[],
  present: string,
): readonly Sample[] =>
  all.map((value) => ({ metric, value: value === present ? 1 : 0, labels: { [label]: value } }) as Of<Name>);
