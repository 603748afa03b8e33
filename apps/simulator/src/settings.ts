/** Bounds of the simulated servers. Durations in ms. */
export interface SimulatorLimits {
  /** GET requests in any 60 seconds; 0 lifts the limit. */
  readonly requestsPerMinute: number;
  /** A larger chain answer is refused with 502. */
  readonly chainContractsMax: number;
  readonly quoteSymbolsMax: number;
  /** Keys of one streaming service. */
  readonly streamSymbolsMax: number;
  /** A larger frame from a client closes its socket. */
  readonly clientFrameBytesMax: number;
  /** A client that leaves this much unread is cut off. */
  readonly sendBufferBytesMax: number;
  /** Open sockets; further ones are refused. */
  readonly connectionsMax: number;
  readonly heartbeatMs: number;
  readonly emptySubscriptionMs: number;
  readonly authorizationCodeMs: number;
  readonly accessTokenMs: number;
  readonly refreshTokenMs: number;
  /** Tokens and codes alive at once; the oldest goes first. */
  readonly tokensMax: number;
}

/** Where Schwab's behaviour is not known for certain: what this server does. */
export interface SimulatorBehaviour {
  /** A refresh answers a new refresh token and kills the old one. */
  readonly rotateRefreshToken: boolean;
  readonly refreshError: 'invalid_grant' | 'unsupported_token_type' | 'invalid_client' | 'edge-html' | 'error-page';
  /** How a connection learns that another one took its place. */
  readonly takeoverNotice: 'response' | 'notify' | 'none';
  /** What a request over the symbol limit adds: as many as fit, or nothing. */
  readonly overLimitKeys: 'fill' | 'none';
  /** Sends `Retry-After` with 429. */
  readonly retryAfter: boolean;
  /** What a 429 says. */
  readonly throttleBody: 'json' | 'html';
  /** What becomes of a connection whose access token's time is over. */
  readonly streamAfterToken: 'continues' | 'ends';
  /** What stands in a chain for a greek or a volatility that there is none of. */
  readonly absentGreek: -999 | 'NaN' | null;
  /** How an answer beyond the gateway's buffer is refused: 502 with TooBigBody, or a bare status. */
  readonly tooBigStatus: 502 | 400 | 413 | 504;
}

export const defaultLimits: SimulatorLimits = {
  requestsPerMinute: 120,
  chainContractsMax: 10_000,
  quoteSymbolsMax: 500,
  streamSymbolsMax: 3_000,
  clientFrameBytesMax: 65_535,
  sendBufferBytesMax: 16 * 1024 * 1024,
  connectionsMax: 16,
  heartbeatMs: 10_000,
  emptySubscriptionMs: 30_000,
  authorizationCodeMs: 30_000,
  accessTokenMs: 30 * 60_000,
  refreshTokenMs: 7 * 24 * 3_600_000,
  tokensMax: 1_000,
};

export const defaultBehaviour: SimulatorBehaviour = {
  rotateRefreshToken: false,
  refreshError: 'invalid_grant',
  takeoverNotice: 'response',
  overLimitKeys: 'fill',
  retryAfter: false,
  throttleBody: 'json',
  streamAfterToken: 'continues',
  absentGreek: -999,
  tooBigStatus: 502,
};

/** The app registration and login that are always valid; key and secret as long as Schwab's, which some clients check. */
export const simulatedLogin = {
  appKey: 'SIMULATEDAPPKEY0SIMULATEDAPPKEY0',
  appSecret: 'SIMULATEDSECRET0',
  refreshToken: 'SIM-REFRESH@',
} as const;

/** One user, one account, one streaming connection at a time. */
export const simulatedUser = {
  accountNumber: '00000000',
  customerId: '5150000000000000000000000000000000000000000000000000000000000051',
  correlId: '51515151-0000-4000-8000-000000000001',
  channel: 'N9',
  functionId: 'APIAPP',
} as const;

/** Structured log lines; pino's shape. */
export interface SimulatorLog {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
}
