import type { EpochMs } from '../time/epoch-ms.ts';

/** A message as it is meant, for every platform: each renders it in its own marks and within its own limits. */
export interface ChatMessage {
  /** Stands alone in a push preview. */
  readonly headline: Line;
  readonly tone: 'positive' | 'negative' | 'neutral' | 'warning';
  /** A platform that must split does it between blocks, or between the lines of one. */
  readonly blocks: readonly Block[];
  /** Rows of buttons, at most 5 × 5; each sends a command. */
  readonly buttons: readonly (readonly Button[])[];
}

export type Block =
  /** Flowing text. */
  | { readonly kind: 'text'; readonly lines: readonly Line[] }
  /** Set in fixed width, at most 34 columns so that a phone does not wrap it. */
  | { readonly kind: 'table'; readonly lines: readonly string[] };

export type Line = readonly Span[];

/** No mark-up inside a text: a renderer escapes all of it. */
export type Span =
  | string
  | { readonly bold: string }
  | { readonly italic: string }
  | { readonly code: string }
  | { readonly link: string; readonly url: string }
  /** The reader's platform shows it in the reader's own time where it can; else `fallback`. */
  | { readonly timeMs: EpochMs; readonly style: 'time' | 'date' | 'date-time' | 'relative'; readonly fallback: string };

export interface Button {
  readonly label: string;
  /** What a person would type, without slash: `gex SPX 0dte`. At most 60 bytes in UTF-8. */
  readonly command: string;
}
