import type { Clock } from '@gexstream/domain';
import type { Logger } from 'pino';
import { ChatError } from './chat-platform.ts';
import { patiently } from './patiently.ts';

/** One message a second in a chat. */
const betweenPartsMs = 1_000;

/** Sends a message that is several ones; resolves with the id of each that was sent. What follows the first is worth some patience, and no reason to send all again. */
export const sendParts = async <Part, Id>(
  { clock, log }: { readonly clock: Clock; readonly log: Logger },
  parts: readonly Part[],
  send: (part: Part, at: number) => Promise<Id>,
): Promise<readonly [Id, ...Id[]]> => {
  const ids: [Id, ...Id[]] = [await send(parts[0]!, 0)];
  for (const [behind, part] of parts.slice(1).entries()) {
    await new Promise<void>((resolve) => void clock.after(betweenPartsMs, resolve));
    try {
      ids.push(await patiently(clock, () => send(part, behind + 1)));
    } catch (error) {
      log.warn({ err: error, sent: behind + 1, of: parts.length }, 'the rest of a long message could not be sent');
      break;
    }
  }
  return ids;
};

/** Makes messages that are there the parts of another; a later one that somebody deleted does not matter, for the first tells what does. What is not needed any more is removed. */
export const editParts = async <Part, Id>(
  ids: readonly Id[],
  parts: readonly Part[],
  edit: (id: Id, part: Part, at: number) => Promise<void>,
  remove: (id: Id) => Promise<void>,
): Promise<void> => {
  for (const [at, part] of parts.entries()) {
    const edited = edit(ids[at]!, part, at);
    await (at === 0 ? edited : edited.catch(unlessGone));
  }
  for (const id of ids.slice(parts.length)) await remove(id);
};

const unlessGone = (error: unknown): void => {
  if (!(error instanceof ChatError && error.kind === 'gone')) throw error;
};
