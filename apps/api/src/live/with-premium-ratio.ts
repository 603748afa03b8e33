import { type ExpiryPremium, type ExposuresEvent, putCallPremium } from '@gexstream/domain';

type TwoRatios = Readonly<Record<'oi' | 'volume', number | null>>;

/** A slice with its third put/call ratio, over the premiums of those expiries that are its own. */
export const withPremiumRatio = <Slice extends { readonly put_call_ratio: TwoRatios }>(
  slice: Slice,
  { body: { premiums = [] } }: ExposuresEvent,
  isOwn: (premium: ExpiryPremium) => boolean,
) => ({ ...slice, put_call_ratio: { ...slice.put_call_ratio, premium: putCallPremium(premiums.filter(isOwn)) } });
