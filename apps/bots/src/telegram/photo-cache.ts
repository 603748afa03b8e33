import { createHash } from 'node:crypto';
import type { ChatImage } from '../platform/chat-platform.ts';

/** Telegram's ids of images that it has: the same picture is not uploaded twice. */
export interface PhotoCache {
  get(image: ChatImage): string | undefined;
  put(image: ChatImage, fileId: string): void;
}

const keptMax = 200;

export const photoCache = (): PhotoCache => {
  const ids = new Map<string, string>();
  const keyOf = ({ png }: ChatImage): string => createHash('sha256').update(png).digest('base64');
  return {
    get: (image) => ids.get(keyOf(image)),
    put: (image, fileId) => {
      const key = keyOf(image);
      ids.delete(key);
      ids.set(key, fileId);
      const [oldest] = ids.keys();
      if (ids.size > keptMax && oldest !== undefined) ids.delete(oldest);
    },
  };
};
