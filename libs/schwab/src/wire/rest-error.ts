/** Error body of the market-data paths. `status` comes as a string for 400 and 404, as a number for 401. */
export interface WireMarketDataErrors {
  readonly errors: readonly {
    readonly id: string;
    readonly status: string | number;
    readonly title: string;
    readonly detail?: string;
    readonly source?: { readonly header?: string; readonly parameter?: string; readonly pointer?: readonly string[] };
  }[];
}

/** What the gateway answers with status 502 when a chain is too large for it. */
export interface WireFault {
  readonly fault: { readonly faultstring: string; readonly detail: { readonly errorcode: string } };
}
