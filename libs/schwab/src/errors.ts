export type SchwabErrorCode =
  /** The access token is not accepted, or the app lacks the product. */
  | 'SCHWAB_UNAUTHORIZED'
  /** The refresh token is dead: only a person's login helps. */
  | 'SCHWAB_LOGIN_REQUIRED'
  /** App key or secret are wrong. */
  | 'SCHWAB_APP_REJECTED'
  /** The answer would exceed the gateway's buffer or our own limit: ask for less. */
  | 'SCHWAB_TOO_BIG'
  | 'SCHWAB_RATE_LIMITED'
  /** Answered with 5xx, or the edge blocked the call. */
  | 'SCHWAB_UNAVAILABLE'
  | 'SCHWAB_UNREACHABLE'
  | 'SCHWAB_TIMEOUT'
  | 'SCHWAB_BAD_REQUEST'
  | 'SCHWAB_NOT_FOUND'
  /** The answer is not what the endpoint promises. */
  | 'SCHWAB_BAD_ANSWER'
  | 'SCHWAB_TOKEN_FILE'
  | 'SCHWAB_STREAM_CLOSED';

const retryableCodes: ReadonlySet<SchwabErrorCode> = new Set<SchwabErrorCode>([
  'SCHWAB_RATE_LIMITED',
  'SCHWAB_UNAVAILABLE',
  'SCHWAB_UNREACHABLE',
  'SCHWAB_TIMEOUT',
  'SCHWAB_BAD_ANSWER',
  'SCHWAB_STREAM_CLOSED',
]);

/** A call that failed. The message never holds a token, a secret or a URL's query. */
export class SchwabError extends Error {
  override readonly name = 'SchwabError';
  readonly code: SchwabErrorCode;
  /** HTTP status, where there was an answer. */
  readonly status: number | null;
  /** How long the server asks to wait, where it says so. */
  readonly retryAfterMs: number | null;

  constructor(
    code: SchwabErrorCode,
    message: string,
    details: { readonly status?: number; readonly retryAfterMs?: number | null; readonly cause?: unknown } = {},
  ) {
    super(`${message} (${code})`, { cause: details.cause });
    this.code = code;
    this.status = details.status ?? null;
    this.retryAfterMs = details.retryAfterMs ?? null;
  }

  /** The same call may succeed later without a change. */
  get retryable(): boolean {
    return retryableCodes.has(this.code);
  }
}
