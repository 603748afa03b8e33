import type { Symbols } from './asked-symbols.ts';

export interface BatchEvent {
  /** null concerns every reader. */
  readonly symbol: string | null;
  readonly frame: Buffer;
}

/** What a reader gets of a batch. */
export interface Share {
  /** Neighbours in one piece, in order. */
  readonly pieces: readonly Buffer[];
  readonly events: number;
  readonly bytes: number;
}

export const alone = (frame: Buffer): Share => ({ pieces: [frame], events: 1, bytes: frame.length });

/**
 * Events that are due at one moment, in one buffer: writing is what a reader costs, so neighbours that it wants are one write, and no reader
 * has bytes of its own.
 */
export interface EventBatch {
  /** As given, of the common buffer. */
  readonly events: readonly BatchEvent[];
  /** Made once for all who asked for the same. */
  shareOf(symbols: Symbols): Share;
}

export const eventBatch = (given: readonly BatchEvent[]): EventBatch => {
  const whole = given.length === 1 ? given[0]!.frame : Buffer.concat(given.map(({ frame }) => frame));
  let end = 0;
  const events = given.map(({ symbol, frame }) => {
    const begin = end;
    end += frame.length;
    return { symbol, begin, end, frame: given.length === 1 ? frame : whole.subarray(begin, end) };
  });
  const shares = new Map<string, Share>();

  const cut = (symbols: Symbols): Share => {
    const wanted = events.filter(({ symbol }) => symbols.want(symbol));
    if (wanted.length === given.length) return { pieces: [whole], events: given.length, bytes: whole.length };
    const pieces: Buffer[] = [];
    for (let at = 0; at < wanted.length; at++) {
      const { begin } = wanted[at]!;
      while (wanted[at + 1]?.begin === wanted[at]!.end) at++;
      pieces.push(whole.subarray(begin, wanted[at]!.end));
    }
    return { pieces, events: wanted.length, bytes: pieces.reduce((sum, { length }) => sum + length, 0) };
  };

  return {
    events,
    shareOf: (symbols) => {
      const made = shares.get(symbols.key) ?? cut(symbols);
      shares.set(symbols.key, made);
      return made;
    },
  };
};
