import type { EpochMs } from '@gexstream/domain/time';
import type { BusAdmin, BusRecord, StoredRecord } from './bus.ts';
import { headBytesMax } from './dead-letter.ts';
import { topic } from './topics.ts';

interface Letter {
  /** In topic `dead-letters`: its name for the operator. */
  readonly offset: number;
  readonly timestampMs: EpochMs;
  readonly reason: string;
  /** The run that sent it again; null while none has. */
  readonly redrivenBy: string | null;
}

/** A record that a reader could not read. */
export interface RecordLetter extends Letter {
  readonly kind: 'record';
  readonly at: { readonly topic: string; readonly partition: number; readonly offset: number };
  readonly key: string;
  /** The whole value where it was short enough, else null: then it stands in its topic alone, as long as that keeps it. */
  readonly value: Uint8Array | null;
  readonly valueBytes: number;
}

/** A row that the store refused. */
export interface RowLetter extends Letter {
  readonly kind: 'row';
  readonly table: string;
  /** Null when it was too large to be kept. */
  readonly row: Readonly<Record<string, unknown>> | null;
}

export type DeadLetter = RecordLetter | RowLetter;

/**
 * That a run takes a letter upon itself: published before anything is sent, so that what is sent is sent once at most. It has the letter's
 * time, and so goes no earlier than the letter does.
 */
export const redriveMark = ({ offset, timestampMs }: DeadLetter, run: string): BusRecord => ({
  topic: topic.deadLetters.name,
  key: `redriven/${offset}`,
  value: new TextEncoder().encode(JSON.stringify({ redriven: offset, run })),
  timestampMs,
});

const chunkRecords = 500;

/** All letters that are kept, oldest first. Of several marks of a letter the first counts: the others' runs leave it alone. */
export const readDeadLetters = async (bus: Pick<BusAdmin, 'offsets' | 'read'>): Promise<readonly DeadLetter[]> => {
  const { name } = topic.deadLetters;
  const letters: DeadLetter[] = [];
  const marks = new Map<number, string>();
  for (const { partition, start, end } of await bus.offsets(name)) {
    for (let from = start; from < end; ) {
      const records = await bus.read(name, partition, from, end, chunkRecords);
      if (records.length === 0) break;
      for (const record of records) {
        const body = bodyOf(record);
        if (typeof body.redriven === 'number') {
          if (!marks.has(body.redriven)) marks.set(body.redriven, String(body.run));
        } else letters.push(...lettersOf(record, body));
      }
      from = records.at(-1)!.offset + 1;
    }
  }
  return letters.map((letter) => ({ ...letter, redrivenBy: marks.get(letter.offset) ?? null }));
};

type Body = Readonly<Record<string, unknown>>;

const bodyOf = ({ value }: StoredRecord): Body => {
  try {
    return Object(JSON.parse(Buffer.from(value ?? []).toString('utf8'))) as Body;
  } catch {
    return {};
  }
};

/** None for what is no letter: somebody else's record is not ours to send. */
const lettersOf = ({ offset, timestampMs }: StoredRecord, body: Body): readonly DeadLetter[] => {
  const letter = { offset, timestampMs, reason: String(body.reason), redrivenBy: null };
  if (typeof body.table === 'string')
    return [{ kind: 'row', ...letter, table: body.table, row: (body.row ?? null) as RowLetter['row'] }];
  if (typeof body.topic !== 'string') return [];
  const valueBytes = Number(body.valueBytes);
  return [
    {
      kind: 'record',
      ...letter,
      at: { topic: body.topic, partition: Number(body.partition), offset: Number(body.offset) },
      key: String(body.key),
      value: valueBytes <= headBytesMax ? new Uint8Array(Buffer.from(String(body.headBase64), 'base64')) : null,
      valueBytes,
    },
  ];
};
