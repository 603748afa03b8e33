import { type BusAdmin, partitionOf, topic } from '@gexstream/bus';
import { applyEvent, type Carry, type ChainPicture, chainPicture, epochMs, restoreBook, takeForwards } from '@gexstream/domain';
import { inputOf, newestSnapshot } from './logged-inputs.ts';

const chunkRecords = 500;
/** Snapshots are taken twice a minute: a longer tail means that none has been taken for long. */
const tailRecordsMax = 100_000;

/**
 * An underlying's contracts as the log has them now: the newest snapshot and the inputs since. Null before the first snapshot, and when the
 * newest is too far behind to catch up from. For those who ask now and then: nothing is kept between two calls.
 */
export const currentChain = async (
  bus: Pick<BusAdmin, 'read' | 'offsets'>,
  symbol: string,
  carry: Carry,
): Promise<ChainPicture | null> => {
  const partition = partitionOf(symbol, topic.market.partitions);
  const snapshot = await newestSnapshot(bus, symbol);
  const end = (await bus.offsets(topic.market.name)).find((each) => each.partition === partition)?.end ?? 0;
  if (snapshot === undefined || end - snapshot.nextOffset > tailRecordsMax) return null;

  const book = restoreBook(snapshot.book);
  let { clockMs } = snapshot;
  for (let offset = snapshot.nextOffset; offset < end; ) {
    const tail = await bus.read(topic.market.name, partition, offset, end, chunkRecords);
    if (tail.length === 0) break;
    offset = tail.at(-1)!.offset + 1;
    for (const record of tail) {
      const event = inputOf(record, symbol);
      if (event === null) continue;
      clockMs = Math.max(clockMs, event.eventMs);
      applyEvent(book, event, () => {});
      if (event.kind === 'option-updates' && event.body.listing !== undefined)
        takeForwards(book, event.body.listing, epochMs(clockMs), carry);
    }
  }
  return chainPicture(book, epochMs(clockMs), carry);
};
