import { expect, test } from 'vitest';
import type { EventLoop } from './event-loop.ts';
import { type Runnable, RunQueue } from './run-queue.ts';

/** An event loop turned by hand, whose time passes only where a runnable says so. */
const handLoop = () => {
  let elapsed = 0;
  const soon: (() => void)[] = [];
  let later: (() => void)[] = [];
  const loop: EventLoop = { soon: (run) => soon.push(run), laterTurn: (run) => later.push(run), elapsedMs: () => elapsed };
  const finishTurn = (): void => {
    for (let run = soon.shift(); run !== undefined; run = soon.shift()) run();
  };
  const nextTurn = (): void => {
    const due = later;
    later = [];
    for (const run of due) run();
    finishTurn();
  };
  return { loop, finishTurn, nextTurn, pass: (ms: number) => (elapsed += ms), waiting: () => later.length };
};

const worker = (messages: number, log: string[], name: string, onRun: () => void = () => undefined): Runnable => {
  let left = messages;
  return {
    runOne: () => {
      log.push(name);
      left--;
      onRun();
      return left > 0;
    },
  };
};

test('handles a message in the turn it was sent in', () => {
  const hand = handLoop();
  const log: string[] = [];
  new RunQueue(hand.loop, 10).add(worker(3, log, 'a'));
  hand.finishTurn();
  expect(log).toHaveLength(3);
});

test('leaves the turn to timers and I/O after 1024 messages, and goes on in the next', () => {
  const hand = handLoop();
  const log: string[] = [];
  new RunQueue(hand.loop, 10).add(worker(1500, log, 'a'));
  hand.finishTurn();
  expect(log).toHaveLength(1024);
  hand.nextTurn();
  expect(log).toHaveLength(1500);
});

test('leaves the turn after 5 ms, in the middle of a queue', () => {
  const hand = handLoop();
  const log: string[] = [];
  new RunQueue(hand.loop, 10).add(worker(10, log, 'slow', () => hand.pass(2)));
  hand.finishTurn();
  expect(log).toHaveLength(3);
});

test('one message at a time uses up the turn just as many at once do', () => {
  const hand = handLoop();
  const log: string[] = [];
  const queue = new RunQueue(hand.loop, 10);
  for (let sent = 0; sent < 2000; sent++) {
    queue.add(worker(1, log, 'a'));
    hand.finishTurn();
    if (log.length < sent) break;
  }
  expect(log).toHaveLength(1024);
});

test('an actor with a long queue gives way to others after a slice', () => {
  const hand = handLoop();
  const log: string[] = [];
  const queue = new RunQueue(hand.loop, 10);
  queue.add(worker(500, log, 'busy'));
  queue.add(worker(1, log, 'other'));
  hand.finishTurn();
  expect(log.indexOf('other')).toBe(64);
});

test('keeps nothing scheduled once all is done', () => {
  const hand = handLoop();
  new RunQueue(hand.loop, 10).add(worker(1, [], 'a'));
  hand.finishTurn();
  hand.nextTurn();
  expect(hand.waiting()).toBe(0);
});
