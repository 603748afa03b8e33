import type { ChatAnswer } from '@gexstream/api';

/** The way to whatever process runs the bots. */
export interface ChatLine {
  /** Resolves with what has arrived meanwhile, then the answers; empty text asks only for what has arrived. Rejects with a `UsageError` when nobody answers. */
  say(text: string): Promise<readonly ChatAnswer[]>;
  /** The folder in which images are kept. */
  readonly images: string;
  close(): Promise<void>;
}
