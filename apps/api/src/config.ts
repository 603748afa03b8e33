import type { ApiKey } from './keys/api-key.ts';

/** How the API listens and whom it answers. */
export interface ApiConfig {
  /** Address to listen on; anything but loopback needs keys. */
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Keys that are fixed while it runs, as hashes only. */
  readonly apiKeys?: readonly ApiKey[];
  /** A file of further keys (`keys/key-file.ts`), looked at each second; it may be missing so far. */
  readonly keysPath?: string;
  /** Anyone may read without a key off loopback too: for networks where something else guards the door. */
  readonly allowOpen?: boolean;
  /** Requests a minute of a key, or of an address where no key is asked for; streams and health checks do not count. 600 unless told. */
  readonly rateLimitPerMinute?: number;
  /** Requests without a right key, a minute and address; they take nothing from right keys behind the same address. 60 unless told. */
  readonly refusalsPerMinuteMax?: number;
  /** Connections of all kinds together; more are closed at once. 2 000 unless told. */
  readonly connectionsMax?: number;
  /** How long a connection may take to send the head of a request; 10 s unless told. */
  readonly headMsMax?: number;
  /** Period of the comment that keeps quiet streams open; 10 s unless told. */
  readonly heartbeatMs?: number;
  /** Open streams of both kinds together; more get 503. 500 unless told. */
  readonly streamClientsMax?: number;
  /** Bytes that may wait for one reader of a stream beyond its snapshot, before it loses events; 4 MiB unless told. */
  readonly streamBacklogBytesMax?: number;
  /** How long a reader of a stream may take nothing of what waits for it; 30 s unless told. */
  readonly streamStalledMsMax?: number;
}

export const requestsPerMinuteDefault = 600;
export const refusalsPerMinuteMaxDefault = 60;
export const heartbeatMsDefault = 10_000;
export const streamClientsMaxDefault = 500;
/**
 * Twice what four symbols of SPX's size change in one beat (0.5 MB each, measured): with less, a healthy reader on a slower line would
 * lose events at every beat, and be sent a whole snapshot (0.8 MB each) for them.
 */
export const streamBacklogBytesMaxDefault = 4 << 20;
export const connectionsMaxDefault = 2_000;
export const headMsMaxDefault = 10_000;
export const bodyBytesMax = 64 << 10;

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
