/** The parts of an answer that are made into JSON once per change, not per answer. */
export const cachedParts = ['levels', 'strikes', 'cells', 'session', 'exposures'] as const;
export type CachedPart = (typeof cachedParts)[number];

export interface CacheCounts {
  /** Asked for and there already. */
  readonly hits: number;
  /** Made anew. */
  readonly misses: number;
}

/** The text of a part; made at the first call. */
export interface KeptText {
  (): string;
  /** Letters held now: 0 before the first call. */
  heldLength(): number;
}

/** Counts how often a kept part could be used again. */
export interface PartCache {
  /** `make` runs at the first call and what it gave is kept. */
  once(part: CachedPart, make: () => string): KeptText;
  counts(): Readonly<Record<CachedPart, CacheCounts>>;
}

export const partCache = (): PartCache => {
  const none = { hits: 0, misses: 0 };
  const counted = { levels: { ...none }, strikes: { ...none }, cells: { ...none }, session: { ...none }, exposures: { ...none } };
  return {
    once(part, make) {
      let made: string | undefined;
      const text = (): string => {
        if (made === undefined) {
          counted[part].misses++;
          made = make();
        } else {
          counted[part].hits++;
        }
        return made;
      };
      return Object.assign(text, { heldLength: () => made?.length ?? 0 });
    },
    counts: () => structuredClone(counted),
  };
};
