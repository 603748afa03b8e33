import type { AlertCondition } from '@gexstream/domain';
import type { MarketView } from '../sight/market-view.ts';

/** Where a value is: past the entry, past the exit, in the band between them where nothing changes, or nowhere, for it is not known. */
export type Zone = 'in' | 'between' | 'out' | 'missing';

/** What later looks are compared with, such as the side of the flip or where the walls were. */
export type Reference = Readonly<Record<string, number>>;

export interface Reading {
  readonly zone: Zone;
  readonly value: number | null;
  readonly threshold: number | null;
  /** What to say of it; of a reading `in` it is why an alert fires. Made only where it is said. */
  readonly text: () => string;
  /** That it is about, where it is about one. */
  readonly contract?: string | undefined;
  /** What stands from now on if this look settles something: fires, or ends it. Null for conditions that compare with nothing. */
  readonly reference: Reference | null;
}

export interface Past {
  readonly reference: Reference | null;
  /** An alert fired and is not over. */
  readonly firing: boolean;
}

/** One look by one condition. With a null reference it is the first: nothing to compare with, so `out`. */
export type Read<Kind extends AlertCondition['kind']> = (
  condition: Extract<AlertCondition, { readonly kind: Kind }>,
  view: MarketView,
  past: Past,
  underlying: string,
) => Reading;

export const nothingToSay = (): string => '';

export const missing: Reading = { zone: 'missing', value: null, threshold: null, text: nothingToSay, reference: null };

/** Above (or below) a threshold until back behind the exit. */
export const zoneOf = (value: number, operator: '>' | '>=' | '<', enter: number, exit: number): Zone => {
  if (operator === '<') return value < enter ? 'in' : value >= exit ? 'out' : 'between';
  if (operator === '>') return value > enter ? 'in' : value <= exit ? 'out' : 'between';
  return value >= enter ? 'in' : value < exit || (value === exit && exit < enter) ? 'out' : 'between';
};

/**
 * Of something that has a side, such as spot and the flip. It fires on the other side than before, and is over once it is beyond the exit and
 * stays on one side, whichever: while it goes to and fro nothing is over.
 */
export const sideZone = (side: number, beyondExit: boolean, { reference, firing }: Past): Zone => {
  const sameSide = reference === null || reference.side === side;
  if (firing) return beyondExit && sameSide ? 'out' : 'between';
  return sameSide ? 'out' : 'in';
};
