export type WireService = 'ADMIN' | 'LEVELONE_EQUITIES' | 'LEVELONE_OPTIONS' | 'CHART_EQUITY';
export type WireCommand = 'LOGIN' | 'LOGOUT' | 'SUBS' | 'ADD' | 'UNSUBS' | 'VIEW';

/** What a client sends: one frame holds `{ requests: [...] }`; a bare request object is valid as well. */
export interface WireRequests {
  readonly requests: readonly WireRequest[];
}

export interface WireRequest {
  /** The reply echoes it as a string. */
  readonly requestid: string | number;
  readonly service: string;
  readonly command: string;
  readonly SchwabClientCustomerId: string;
  readonly SchwabClientCorrelId: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** A larger client frame closes the socket. */
export const clientFrameBytesMax = 65_535;
