import { type BusRecord, encodeEvent, topic } from '@gexstream/bus';
import {
  type EpochMs,
  epochMs,
  type MarketEvent,
  type PartitionScanEvent,
  type SymbolScan,
  scanIdOf,
  schemaVersion,
  sessionDate,
} from '@gexstream/domain';

/** What a partition saw at a scan, in the order of its symbols; `like` is the mark that brought all of them past it. */
export const partitionScanRecord = (
  partition: number,
  scanMs: EpochMs,
  leadMs: number,
  results: readonly SymbolScan[],
  { feed, run, receiveMs }: MarketEvent,
): BusRecord => {
  const symbols = [...results].sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
  const event: PartitionScanEvent = {
    kind: 'partition-scan',
    version: schemaVersion['partition-scan'],
    feed,
    run,
    underlying: '*',
    seq: 0,
    eventMs: scanMs,
    receiveMs,
    emitMs: scanMs,
    sessionDate: sessionDate(scanMs),
    body: { scanId: scanIdOf(scanMs), scanMs, startMs: epochMs(scanMs - leadMs), partition, symbols },
  };
  return { topic: topic.scanResults.name, key: String(partition), value: encodeEvent(event), timestampMs: scanMs };
};
