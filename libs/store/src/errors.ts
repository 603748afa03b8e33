export type StoreErrorCode =
  | 'STORE_CLOSED'
  | 'STORE_LOCKED'
  | 'STORE_TABLE_DIFFERS'
  | 'STORE_UNKNOWN_TABLE'
  | 'STORE_BAD_ROW'
  | 'STORE_BAD_QUERY'
  | 'STORE_FAILED';

export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, cause?: unknown) {
    super(`${message} (${code})`, { cause });
    this.code = code;
  }

  /** The same call may succeed later without a change. */
  get retryable(): boolean {
    return this.code === 'STORE_FAILED' || this.code === 'STORE_LOCKED';
  }
}
