import type { ChainRound, DemandRound, EpochMs, FeedLink, Gap } from '@gexstream/domain';
import type { FrameUpdate } from '@gexstream/schwab';

/** What is to be published, before it is numbered and stamped. */
export type Draft =
  | FrameUpdate
  | { readonly kind: 'chain-round'; readonly underlying: string; readonly sourceMs: EpochMs; readonly body: ChainRound }
  | { readonly kind: 'demand-round'; readonly underlying: string; readonly sourceMs: EpochMs; readonly body: DemandRound }
  | { readonly kind: 'feed-link'; readonly underlying: string; readonly sourceMs: EpochMs; readonly body: FeedLink }
  | { readonly kind: 'gap'; readonly underlying: string; readonly sourceMs: EpochMs; readonly body: Gap };

export const linkDrafts = (underlyings: readonly string[], sourceMs: EpochMs, body: FeedLink): readonly Draft[] =>
  underlyings.map((underlying) => ({ kind: 'feed-link', underlying, sourceMs, body }));

export const gapDrafts = (underlyings: readonly string[], sourceMs: EpochMs, body: Gap): readonly Draft[] =>
  underlyings.map((underlying) => ({ kind: 'gap', underlying, sourceMs, body }));
