import { epochMs } from '@gexstream/domain';
import { expect, test } from 'vitest';
import { flushAfterMs, flushRowsMin, idleTableWriter, type TableWriterMessage, tableWriter } from './table-writer.actor.ts';

const write = (ticket: number, rows: number): TableWriterMessage => ({
  type: 'write',
  write: { ticket, rows: Array.from({ length: rows }, (_, n) => ({ ticket, n })) },
});
const wake = { type: 'wake' } as const;

/** The effects of each message, in short. */
const play = (...messages: readonly TableWriterMessage[]) => {
  let writer = idleTableWriter;
  const effects = messages.map((message) => {
    const next = tableWriter(writer, message, epochMs(0));
    writer = next.state;
    return next.effects.map((effect) =>
      effect.type === 'append' ? { rows: effect.rows.length, tickets: effect.tickets } : effect.afterMs,
    );
  });
  return { effects, writer };
};

test('rows wait for company, and one wake-up at a time is asked for', () => {
  expect(play(write(1, 3), write(2, 4), wake)).toEqual({
    effects: [[flushAfterMs], [], [{ rows: 7, tickets: [1, 2] }]],
    writer: idleTableWriter,
  });
});

test('enough rows are written at once; the wake-up that comes later takes what came since', () => {
  expect(play(write(1, 1), write(2, flushRowsMin - 1), write(3, 5), wake, wake).effects).toEqual([
    [flushAfterMs],
    [{ rows: flushRowsMin, tickets: [1, 2] }],
    [],
    [{ rows: 5, tickets: [3] }],
    [],
  ]);
});

test('a flush writes what waits and nothing when nothing waits', () => {
  expect(play({ type: 'flush' }, write(1, 1), { type: 'flush' }, wake, write(2, 1)).effects).toEqual([
    [],
    [flushAfterMs],
    [{ rows: 1, tickets: [1] }],
    [],
    [flushAfterMs],
  ]);
});

test('rows keep their order, so that the last of equal keys stays the last', () => {
  const { state } = tableWriter(idleTableWriter, write(1, 2), epochMs(0));
  const { effects } = tableWriter(tableWriter(state, write(2, 2), epochMs(0)).state, { type: 'flush' }, epochMs(0));
  expect(effects).toEqual([
    {
      type: 'append',
      rows: [
        { ticket: 1, n: 0 },
        { ticket: 1, n: 1 },
        { ticket: 2, n: 0 },
        { ticket: 2, n: 1 },
      ],
      tickets: [1, 2],
    },
  ]);
});
