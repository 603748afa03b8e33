/** Values or contracts that were left out of a conversion, summed by reason and field, with one example. */
export interface Rejected {
  readonly reason: RejectReason;
  /** The domain's name of the field; `contract` when the whole contract was left out. */
  readonly field: string;
  readonly count: number;
  /** The symbol it was first seen on. */
  readonly example: string;
}

export type RejectReason =
  | 'not a number'
  | 'negative'
  | 'above 1000 %'
  | 'below 0.0001 %'
  | 'not a time'
  | 'inconsistent bar'
  | 'unreadable symbol'
  | 'non-standard contract'
  | 'mini contract'
  | 'adjusted contract'
  | 'other underlying'
  /** Nothing is left out: the vendor's schema has moved. */
  | 'unknown field'
  | 'missing field';

/** Of one conversion: names come from the wire too. */
const kindsMax = 100;

/** Collects what a conversion leaves out. Bounded, however bad the input. */
export class Rejections {
  readonly #byKind = new Map<string, { reason: RejectReason; field: string; count: number; example: string }>();

  add(reason: RejectReason, field: string, symbol: string): void {
    const kind = `${reason}/${field}`;
    const known = this.#byKind.get(kind);
    if (known !== undefined) known.count += 1;
    else if (this.#byKind.size < kindsMax)
      this.#byKind.set(kind, { reason, field: field.slice(0, 40), count: 1, example: symbol.slice(0, 40) });
  }

  list(): readonly Rejected[] {
    return [...this.#byKind.values()];
  }
}
