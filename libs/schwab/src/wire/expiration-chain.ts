/** Answer of GET /marketdata/v1/expirationchain. */
export interface WireExpirationChain {
  readonly expirationList: readonly WireExpiration[];
  readonly status: string;
}

/** The published schema calls the date `expiration`; the wire says `expirationDate`. */
export interface WireExpiration {
  /** `YYYY-MM-DD`. */
  readonly expirationDate: string;
  readonly daysToExpiration: number;
  readonly expirationType: string;
  readonly settlementType: string;
  readonly optionRoots: string;
  readonly standard: boolean;
}
