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

/** How long a reader waits before it connects again, ms. */
export const retryFrame = (retryMs: number): Buffer => Buffer.from(`retry: ${retryMs}\n\n`);

export const heartbeatFrame: Buffer = Buffer.from(': heartbeat\n\n');
