export type ApiErrorCode =
  | 'API_PORT_IN_USE'
  | 'API_CANNOT_LISTEN'
  | 'API_KEY_REQUIRED'
  | 'API_BAD_KEY_HASH'
  | 'API_KEY_FILE'
  | 'API_PAGE_BROKEN'
  | 'API_FEED_LOST';

/** Why the API could not start or go on. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ApiErrorCode;

  constructor(code: ApiErrorCode, message: string, cause?: unknown) {
    super(`${message} (${code})`, { cause });
    this.code = code;
  }
}
