import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Bus, SubscribeOptions, Subscription } from '@gexstream/bus';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Collected, collected, keptTopic, record, texts } from '../contract/bus-records.ts';
import { type KafkaWay, openWay } from './kafka-bus-under-test.ts';

/** What several members of a group do to each other. */
export const kafkaGroups = (way: KafkaWay, bootstrap: () => string): void => {
  describe(`groups of ${way.client}, ${way.groupProtocol}`, () => {
    let number = 0;
    let feed: `replay-${string}`;
    let bus: Bus;
    beforeEach(async () => {
      feed = `replay-groups-${++number}`;
      bus = await openWay(way, bootstrap(), feed);
      await bus.declareTopics([keptTopic('t')]);
    });
    afterEach(() => bus.close());

    const member = async (got: Collected, held: Set<number>, more: Partial<SubscribeOptions> = {}): Promise<Subscription> =>
      bus.subscribe({
        topics: ['t'],
        group: 'g',
        start: 'earliest',
        onAssigned: async (partitions) => {
          for (const { partition } of partitions) held.add(partition);
          return undefined;
        },
        onRevoked: async (partitions) => {
          for (const { partition } of partitions) held.delete(partition);
        },
        onBatch: async (batch, commit) => {
          expect(held.has(batch.partition)).toBe(true);
          await commit(batch.records.at(-1)!.offset);
          got.add(batch);
        },
        ...more,
      });
    const publishToAll = (text: string): Promise<void> =>
      bus.publish(Array.from({ length: 12 }, (_, partition) => ({ ...record('t', '*', text), partition })));

    test('two members share the partitions; who leaves hands its over, and nothing is read twice', async () => {
      const [a, b] = [collected(), collected()];
      const [heldByA, heldByB] = [new Set<number>(), new Set<number>()];
      const first = await member(a, heldByA);
      await publishToAll('alone');
      await a.count(12);
      const second = await member(b, heldByB);
      await vi.waitFor(() => expect([heldByA.size, heldByB.size]).toEqual([6, 6]), { timeout: 15_000 });
      expect(new Set([...heldByA, ...heldByB]).size).toBe(12);
      await publishToAll('shared');
      await Promise.all([a.count(18), b.count(6)]);
      await first.close();
      await vi.waitFor(() => expect(heldByB.size).toBe(12), { timeout: 15_000 });
      await publishToAll('left');
      await b.count(18);
      expect(heldByA.size).toBe(0);
      const seen = [...a.records, ...b.records].map(({ partition, offset }) => `${partition}@${offset}`);
      expect([seen.length, new Set(seen).size]).toEqual([36, 36]);
      await second.close();
    }, 40_000);

    test('a batch that runs when a member joins is finished and committed by who has it', async () => {
      const [a, b] = [collected(), collected()];
      let letGo = (): void => {};
      const held = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      let began = (): void => {};
      const running = new Promise<void>((resolve) => {
        began = resolve;
      });
      const heldByB = new Set<number>();
      await bus.publish([{ ...record('t', '*', 'slow'), partition: 11 }]);
      await member(a, new Set(), {
        onBatch: async (batch, commit) => {
          began();
          await held;
          await commit(batch.records.at(-1)!.offset);
          a.add(batch);
        },
      });
      await running;
      const joining = member(b, heldByB);
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      expect([heldByB.has(11), b.records.length]).toEqual([false, 0]);
      letGo();
      await joining;
      await vi.waitFor(() => expect(heldByB.size).toBe(6), { timeout: 15_000 });
      await bus.publish([{ ...record('t', '*', 'next'), partition: 11 }]);
      await vi.waitFor(() => expect([...texts(a.records), ...texts(b.records)].sort()).toEqual(['next', 'slow']), {
        timeout: 10_000,
      });
    }, 40_000);

    /** A member that is a process; `lines` are the texts that it has committed. */
    const memberProcess = (...memberName: readonly string[]) => {
      const path = join(import.meta.dirname, 'kafka-consumer-process.ts');
      const child = spawn(process.execPath, [path, way.client, way.groupProtocol, bootstrap(), feed, ...memberName], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const lines: string[] = [];
      createInterface(child.stdout).on('line', (line) => lines.push(line));
      const kill = async (): Promise<void> => {
        child.kill('SIGKILL');
        await once(child, 'exit');
      };
      return { lines, kill };
    };

    test('a killed process: another goes on at what it committed', async () => {
      await bus.publish(Array.from({ length: 5 }, (_, at) => record('t', 'SPX', `${at}`)));
      const { lines, kill } = memberProcess();
      await vi.waitFor(() => expect(lines).toContain('4'), { timeout: 20_000 });
      await kill();
      await bus.publish([record('t', 'SPX', '5'), record('t', 'SPX', '6')]);
      const got = collected();
      await member(got, new Set());
      await got.count(2);
      expect(texts(got.records)).toEqual(['5', '6']);
    }, 60_000);

    test.runIf(way.client === 'rdkafka' && way.groupProtocol === 'classic')(
      'K4: a killed process that comes back by its name has its partitions again, and no other member had them meanwhile',
      async () => {
        const [got, held] = [collected(), new Set<number>()];
        const first = memberProcess('one');
        await vi.waitFor(() => expect(first.lines).toContain('reading'), { timeout: 20_000 });
        await member(got, held);
        await vi.waitFor(() => expect(held.size).toBe(6), { timeout: 15_000 });
        await publishToAll('before');
        await vi.waitFor(() => expect(first.lines.filter((line) => line === 'before')).toHaveLength(6), { timeout: 15_000 });
        await first.kill();
        const kept = new Set(held);
        await publishToAll('meanwhile');
        const second = memberProcess('one');
        await vi.waitFor(() => expect(second.lines.filter((line) => line === 'meanwhile')).toHaveLength(6), { timeout: 30_000 });
        await got.count(12);
        expect([...held].sort()).toEqual([...kept].sort());
        expect(got.records.filter(({ partition }) => !kept.has(partition))).toEqual([]);
        await second.kill();
      },
      60_000,
    );
  });
};
