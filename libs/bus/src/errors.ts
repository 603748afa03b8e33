export type BusErrorCode =
  | 'BUS_CLOSED'
  | 'BUS_UNKNOWN_TOPIC'
  | 'BUS_TOPIC_DIFFERS'
  | 'BUS_GROUP_TAKEN'
  | 'BUS_RECORD_TOO_LARGE'
  | 'BUS_TIMEOUT'
  | 'BUS_REJECTED'
  | 'BUS_READ_ONLY'
  | 'BUS_MISSING'
  | 'BUS_UNREADABLE'
  | 'BUS_LEASE_HELD'
  | 'BUS_NATIVE_MISSING';

export class BusError extends Error {
  override readonly name = 'BusError';
  readonly code: BusErrorCode;

  constructor(code: BusErrorCode, message: string, cause?: unknown) {
    super(`${message} (${code})`, { cause });
    this.code = code;
  }

  /** The same call may succeed later without a change. */
  get retryable(): boolean {
    return this.code === 'BUS_TIMEOUT';
  }
}
