import { type BusRecord, deadLetter } from '@gexstream/bus';
import { type EpochMs, epochMs } from '@gexstream/domain';
import type { Rejected } from '@gexstream/schwab';

const utf8 = new TextEncoder();

/** One example of what the vendor sends otherwise than known, for whoever has to mend the reader: once for each field and reason. */
export const rejectedSample = ({ field, reason, example }: Rejected, number: number, now: EpochMs): BusRecord =>
  deadLetter(
    // The API is no topic: the number of the kind stands for its place.
    {
      topic: 'schwab-fields',
      partition: 0,
      offset: number,
      key: field,
      value: utf8.encode(JSON.stringify({ field, reason, example })),
      timestampMs: epochMs(now),
    },
    `${reason}: ${field}, first seen on ${example}; everything else was read`,
  );
