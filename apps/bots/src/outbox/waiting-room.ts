import { chatKey } from '@gexstream/domain';
import type { Job } from './lane-state.ts';

/** So many may wait on one platform; only critical ones may be more. */
export const waitingMax = 100;
/** However critical: a bound of memory. */
const criticalMax = 1_000;

/** When it is full the oldest one that is not critical, of the chat for which most wait, makes room. */
export const withRoom = (
  waiting: ReadonlyMap<string, Job>,
): { readonly waiting: ReadonlyMap<string, Job>; readonly dropped: readonly Job[] } => {
  const jobs = [...waiting.values()];
  const droppable = jobs.filter(({ delivery }) => !delivery.critical);
  const victims = jobs.length <= waitingMax ? [] : droppable.length > 0 ? droppable : jobs.length > criticalMax ? jobs : [];
  const byChat = Map.groupBy(victims, ({ delivery }) => chatKey(delivery.chat));
  const [crowded] = [...byChat.values()].sort((a, b) => b.length - a.length);
  const left = crowded?.[0];
  if (left === undefined) return { waiting, dropped: [] };
  return { waiting: new Map([...waiting].filter(([id]) => id !== left.delivery.id)), dropped: [left] };
};
