/** How the API listens and whom it answers. */
export interface ApiConfig {
  /** Address to listen on; anything but loopback needs keys. */
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Keys that may read, as hashes only. */
  readonly apiKeys?: readonly ApiKey[];
  /** Answers without keys off loopback too: for networks where something else guards the door. */
  readonly allowOpen?: boolean;
  /** Requests a minute and address; streams and health checks do not count. 600 unless told. */
  readonly rateLimitPerMinute?: number;
  /** Period of the comment that keeps quiet streams open; 10 s unless told. */
  readonly heartbeatMs?: number;
  /** Open streams of both kinds together; more get 503. 500 unless told. */
  readonly streamClientsMax?: number;
  /** Bytes that may wait for one reader of a stream beyond its snapshot, before it loses events; 4 MiB unless told. */
  readonly streamBacklogBytesMax?: number;
}

export interface ApiKey {
  readonly name: string;
  /** SHA-256 of the key's text, hex, 64 digits. */
  readonly sha256: string;
}

export const requestsPerMinuteDefault = 600;
export const heartbeatMsDefault = 10_000;
export const streamClientsMaxDefault = 500;
export const streamBacklogBytesMaxDefault = 4 << 20;
export const bodyBytesMax = 64 << 10;

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
