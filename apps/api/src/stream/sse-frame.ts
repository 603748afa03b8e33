export interface SseEvent {
  readonly id?: string;
  /** Left out, the reader's `onmessage` gets it. */
  readonly event?: string;
  /** One line: JSON is. */
  readonly data: string;
}

/** The bytes of one server-sent event, made once for all its readers. */
export const sseFrame = ({ id, event, data }: SseEvent): Buffer =>
  Buffer.from(`${id === undefined ? '' : `id: ${id}\n`}${event === undefined ? '' : `event: ${event}\n`}data: ${data}\n\n`);

const retryMsMin = 1_000;
const retryMsSpread = 4_000;
/** Its multiples lie evenly between whole numbers, however many there are. */
const goldenRatio = (Math.sqrt(5) - 1) / 2;

/** How long the n-th reader waits before it connects again: 1 to 5 s, spread evenly, so that a restart does not bring all at once. */
export const retryFrame = (n: number): Buffer =>
  Buffer.from(`retry: ${Math.round(retryMsMin + retryMsSpread * ((n * goldenRatio) % 1))}\n\n`);

export const heartbeatFrame: Buffer = Buffer.from(': heartbeat\n\n');
