/** What the server sends: one of the arrays at a time as far as seen, but a reader takes any of them together. */
export interface WireFrame {
  readonly response?: readonly WireResponse[];
  readonly notify?: readonly WireNotify[];
  readonly data?: readonly WireData[];
}

export interface WireResponse {
  readonly service: string;
  readonly command: string;
  readonly requestid: string;
  readonly SchwabClientCorrelId: string;
  /** Epoch ms. */
  readonly timestamp: number;
  readonly content: { readonly code: number; readonly msg: string };
}

/** A heartbeat (epoch ms as a string), or a notice such as code 30 before the server hangs up. */
export interface WireNotify {
  readonly heartbeat?: string;
  readonly service?: string;
  readonly timestamp?: number;
  readonly content?: { readonly code: number; readonly msg: string };
}

/** `command` is `SUBS` even where the keys came by ADD. */
export interface WireData {
  readonly service: string;
  readonly timestamp: number;
  readonly command: string;
  readonly content: readonly WireContent[];
}

/** Fields under their number; field 0 is never sent, the key stands for it. A key's first message adds what kind of thing it is. */
export interface WireContent {
  readonly key: string;
  readonly delayed?: boolean;
  readonly assetMainType?: string;
  readonly assetSubType?: string;
  readonly cusip?: string;
  /** The streamer's own counter, on services that are not conflated. */
  readonly seq?: number;
  readonly [field: string]: unknown;
}

/** Codes of `content.code`. */
export const responseCode = {
  success: 0,
  /** The token is not valid; the socket is severed. */
  loginDenied: 3,
  unknownFailure: 9,
  serviceNotAvailable: 11,
  /** Another connection of the same user took over; the socket is severed. */
  closeConnection: 12,
  reachedSymbolLimit: 19,
  streamConnNotFound: 20,
  badCommandFormat: 21,
  failedSubs: 22,
  failedUnsubs: 23,
  failedAdd: 24,
  failedView: 25,
  succeededSubs: 26,
  succeededUnsubs: 27,
  succeededAdd: 28,
  succeededView: 29,
  /** Idle, nothing subscribed, or too slow a reader; the socket is severed. */
  stopStreaming: 30,
} as const;
