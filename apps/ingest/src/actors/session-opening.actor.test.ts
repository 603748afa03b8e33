import { easternTime, epochMs } from '@gexstream/domain';
import { expect, test } from 'vitest';
import {
  initialSessionOpening,
  type SessionOpening,
  type SessionOpeningEffect,
  type SessionOpeningMessage,
  sessionOpening,
} from './session-opening.actor.ts';

const date = '2026-11-20';
const openMs = easternTime(date, 9, 30);
const at = (hour: number, minute: number, second = 0): number => easternTime(date, hour, minute) + second * 1_000;

/** Ticks and answers in turn; each call is answered at once unless it is told to fail. */
const run = (underlyings: readonly string[], fails: (effect: SessionOpeningEffect) => boolean = () => false) => {
  let state: SessionOpening = initialSessionOpening;
  const asked: SessionOpeningEffect[] = [];
  const turn = (message: SessionOpeningMessage, now: number): void => {
    const next = sessionOpening(state, message, epochMs(now));
    state = next.state;
    for (const effect of next.effects) {
      asked.push(effect);
      if (fails(effect)) turn({ type: 'failed' }, now);
      else if (effect.type === 'ask-hours') turn({ type: 'hours', date: effect.date }, now);
      else turn({ type: 'bars', underlying: effect.underlying, toMs: effect.toMs }, now);
    }
  };
  const tick = (now: number, streaming = true): void => turn({ type: 'tick', streaming, underlyings }, now);
  return { tick, asked: () => asked.splice(0) };
};

test('a start in the session asks for the day’s hours, then for the bars since the open, and for neither again', () => {
  const { tick, asked } = run(['SPX', 'SPY']);
  tick(at(10, 5, 30));
  expect(asked()).toEqual([{ type: 'ask-hours', date }]);
  tick(at(10, 5, 35));
  tick(at(10, 5, 40));
  expect(asked()).toEqual([
    { type: 'ask-bars', underlying: 'SPX', fromMs: openMs, toMs: at(10, 5) },
    { type: 'ask-bars', underlying: 'SPY', fromMs: openMs, toMs: at(10, 5) },
  ]);
  for (let minute = 6; minute < 30; minute++) tick(at(10, minute));
  expect(asked()).toEqual([]);
});

test('what the stream missed while it was away is asked for, of all underlyings', () => {
  const { tick, asked } = run(['SPY']);
  for (let second = 0; second < 60; second += 5) tick(at(10, 5, second));
  asked();
  for (let minute = 6; minute < 9; minute++) tick(at(10, minute), false);
  expect(asked()).toEqual([]);
  tick(at(10, 9, 10));
  expect(asked()).toEqual([{ type: 'ask-bars', underlying: 'SPY', fromMs: at(10, 5), toMs: at(10, 9) }]);
});

test('a symbol that is followed later gets its morning too', () => {
  const underlyings = ['SPY'];
  const { tick, asked } = run(underlyings);
  for (let second = 0; second < 60; second += 5) tick(at(10, 5, second));
  asked();
  underlyings.push('NDX');
  tick(at(10, 6));
  expect(asked()).toEqual([{ type: 'ask-bars', underlying: 'NDX', fromMs: openMs, toMs: at(10, 6) }]);
});

test('a call that fails is made again a minute later, and outside of the session only the hours are asked for', () => {
  let failing = true;
  const { tick, asked } = run(['SPY'], () => failing);
  tick(at(8, 0));
  tick(at(8, 0, 30));
  expect(asked()).toEqual([{ type: 'ask-hours', date }]);
  failing = false;
  tick(at(8, 1));
  tick(at(8, 2));
  expect(asked()).toEqual([{ type: 'ask-hours', date }]);
});
