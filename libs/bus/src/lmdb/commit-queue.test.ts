import { describe, expect, test } from 'vitest';
import { type CommitQueue, commitQueue } from './commit-queue.ts';

/** Transactions end when the test says so; `log` holds what ran, transaction by transaction. */
const underTest = () => {
  const log: string[][] = [];
  const endings: ((kept: boolean | Error) => void)[] = [];
  const told = { committed: 0, lost: 0 };
  const queue: CommitQueue = commitQueue({
    file: 'log.mdb',
    commit: (write) => {
      log.push([]);
      write();
      return new Promise((resolve, reject) => {
        endings.push((kept) => (kept instanceof Error ? reject(kept) : resolve(kept)));
      });
    },
    beforeCommit: () => {
      log.at(-1)!.push('|');
    },
    committed: () => {
      told.committed++;
    },
    lost: () => {
      told.lost++;
    },
  });
  const submit = (name: string, bytes = 1): Promise<void> => queue.submit(bytes, () => log.at(-1)!.push(name));
  return {
    queue,
    log,
    told,
    submit,
    end: (kept: boolean | Error) => endings.shift()?.(kept),
    turn: () => new Promise(setImmediate),
  };
};

const MiB = 2 ** 20;

describe('the commit queue', () => {
  test('one turn and what comes during a commit share a transaction, in order', async () => {
    const { log, submit, end, turn, told } = underTest();
    const calls = [submit('a'), submit('b')];
    await turn();
    calls.push(submit('c'), submit('d'));
    await turn();
    expect(log).toEqual([['a', 'b', '|']]);
    end(true);
    await turn();
    expect(log).toEqual([
      ['a', 'b', '|'],
      ['c', 'd', '|'],
    ]);
    end(true);
    await Promise.all(calls);
    expect(told).toEqual({ committed: 2, lost: 0 });
  });

  test('a transaction takes 8 MiB at most, unless a single call is larger', async () => {
    const { log, submit, end, turn } = underTest();
    const calls = [submit('a', 5 * MiB), submit('b', 4 * MiB), submit('c', 20 * MiB), submit('d')];
    for (let transaction = 0; transaction < 4; transaction++) {
      await turn();
      end(true);
    }
    await Promise.all(calls);
    expect(log).toEqual([
      ['a', '|'],
      ['b', '|'],
      ['c', '|'],
      ['d', '|'],
    ]);
  });

  test('a lost transaction takes what waits behind it along, so that order survives a retry; then it goes on', async () => {
    const { log, submit, end, turn, told } = underTest();
    const first = expect(submit('a')).rejects.toMatchObject({
      code: 'BUS_REJECTED',
      message: expect.stringContaining('disk full'),
    });
    await turn();
    const follower = expect(submit('b')).rejects.toMatchObject({ code: 'BUS_REJECTED' });
    end(new Error('disk full'));
    await Promise.all([first, follower]);
    const again = submit('a again');
    await turn();
    end(true);
    await again;
    expect(log).toEqual([
      ['a', '|'],
      ['a again', '|'],
    ]);
    expect(told).toEqual({ committed: 1, lost: 1 });
  });

  test('after another writer took over nothing is taken any more', async () => {
    const { submit, end, turn, log } = underTest();
    const first = expect(submit('a')).rejects.toThrow('taken over');
    await turn();
    end(false);
    await first;
    await expect(submit('b')).rejects.toThrow('taken over');
    expect(log).toHaveLength(1);
  });

  test('a caller that never awaits is refused at 256 MiB', async () => {
    const { submit, end, turn, queue } = underTest();
    const calls = Array.from({ length: 33 }, () => submit('a', 8 * MiB));
    await expect(submit('one too many')).rejects.toThrow('Await each publish');
    const closed = queue.close();
    for (let transaction = 0; transaction < 33; transaction++) {
      await turn();
      end(true);
    }
    await Promise.all([...calls, closed]);
    await expect(submit('late')).rejects.toMatchObject({ code: 'BUS_CLOSED' });
  });
});
