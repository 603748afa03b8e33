import {
  type Carry,
  type ChainContract,
  type ChainPicture,
  carryText,
  type Feed,
  feedSource,
  isoTime,
  isSimulated,
} from '@gexstream/domain';
import type { OptionDataBody, OptionsBody } from '../contract/options.ts';

export interface OptionsChoice {
  /** `YYYY-MM-DD`; all without. */
  readonly expiration?: string | undefined;
  readonly side: 'call' | 'put' | 'both';
}

export const optionsBody = (chain: ChainPicture, feed: Feed, carry: Carry, { expiration, side }: OptionsChoice): OptionsBody => ({
  symbol: chain.underlying,
  as_of: isoTime(chain.asOf),
  spot_price: chain.spot,
  carry: carryText(carry),
  simulated: isSimulated(feed),
  expiration_dates: [...new Set(chain.contracts.map(({ expiry }) => expiry))],
  options: chain.contracts
    .filter(
      (contract) => (expiration === undefined || contract.expiry === expiration) && (side === 'both' || contract.side === side),
    )
    .map((contract) => optionData(contract, chain.underlying, feed)),
});

const optionData = (contract: ChainContract, underlying: string, feed: Feed): OptionDataBody => {
  const { greeks, ivSource } = contract;
  const greek = (value: (of: NonNullable<typeof greeks>) => number): number | null => (greeks === null ? null : value(greeks));
  return {
    option_symbol: contract.symbol,
    underlying_symbol: underlying,
    strike_price: contract.strike,
    expiration_date: contract.expiry,
    settlement: contract.settlement,
    option_type: contract.side === 'call' ? 'CALL' : 'PUT',
    bid: contract.bid,
    ask: contract.ask,
    last_price: contract.last,
    volume: contract.volume,
    open_interest: contract.openInterest,
    implied_volatility: contract.iv,
    iv_source: ivSource === 'otherSide' ? 'other_side' : ivSource,
    delta: greek(({ delta }) => delta),
    gamma: greek(({ gamma }) => gamma),
    theta: greek(({ thetaPerYear }) => thetaPerYear / 365),
    vega: greek(({ vega }) => vega / 100),
    rho: greek(({ rho }) => rho / 100),
    timestamp: contract.updatedMs === null ? null : isoTime(contract.updatedMs),
    data_source: feedSource(feed),
  };
};
