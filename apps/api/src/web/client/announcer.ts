import { afterMs } from './browser-clock.ts';
import { byId, setText } from './element.ts';

/** Who walks fast wants to hear where he stops, not each cell on the way. */
const settleMs = 350;

/** Says a sentence to screen readers once nothing newer has come for a moment; the newest wins. */
export const announcer = (): ((sentence: string) => void) => {
  let cancel = (): void => {};
  return (sentence) => {
    cancel();
    cancel = afterMs(settleMs, () => setText(byId('announcer'), sentence));
  };
};
