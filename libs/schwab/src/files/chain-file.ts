import type { ChainListing } from '@gexstream/domain';

/** A chain read from a file, with what was left out of it: contracts whose deliverable is not the standard one, by reason. */
export interface ChainFile extends ChainListing {
  readonly skipped: Readonly<Record<string, number>>;
}
