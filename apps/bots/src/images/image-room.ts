import type { ChatImage } from '../platform/chat-platform.ts';

/** Where images are drawn: so many at a time, the same one once. */
export interface ImageRoom {
  /** `key`: what it shows, as of when; the same key is the same picture. Null when too many wait: the words go without it. */
  image(key: string, draw: () => Promise<ChatImage>): Promise<ChatImage | null>;
  /** Since the start. */
  counts(): { readonly drawn: number; readonly kept: number; readonly refused: number };
}

/** Drawing is quick, encoding takes a core for some 40 ms: two leave the other core to what is live. */
const atATime = 2;
const waitingMax = 20;
/** Some 100 kB each. */
const keptMax = 32;

export const imageRoom = (): ImageRoom => {
  const kept = new Map<string, Promise<ChatImage>>();
  const waiting: (() => void)[] = [];
  let drawing = 0;
  const counts = { drawn: 0, kept: 0, refused: 0 };

  const inTurn = async (draw: () => Promise<ChatImage>): Promise<ChatImage> => {
    if (drawing >= atATime) await new Promise<void>((resolve) => waiting.push(resolve));
    else drawing++;
    try {
      counts.drawn++;
      return await draw();
    } finally {
      // The place goes to who waits longest, if anybody does.
      const next = waiting.shift();
      if (next === undefined) drawing--;
      else next();
    }
  };

  return {
    image: async (key, draw) => {
      const known = kept.get(key);
      if (known !== undefined) {
        counts.kept++;
        return known;
      }
      if (waiting.length >= waitingMax) {
        counts.refused++;
        return null;
      }
      const image = inTurn(draw);
      kept.set(key, image);
      for (const oldest of kept.keys()) if (kept.size > keptMax) kept.delete(oldest);
      // What failed is drawn anew for the next who asks.
      image.catch(() => kept.delete(key));
      return image;
    },
    counts: () => ({ ...counts }),
  };
};
