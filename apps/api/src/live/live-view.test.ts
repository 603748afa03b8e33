import { simulatedClock } from '@gexstream/actors';
import { describe, expect, test } from 'vitest';
import { cellsEvent, feedStatusEvent, levelsEvent, openMs } from '../events.fixture.ts';
import { feedState } from './feed-state.ts';
import { liveView } from './live-view.ts';

/** A wall clock that has nothing to do with the feed's time, as in a simulation. */
const wallMs = 1_800_000_000_000;

const opened = () => {
  const clock = simulatedClock(wallMs);
  return { clock, view: liveView({ feed: 'sim', clock }) };
};

const statusOf = (view: ReturnType<typeof liveView>): string => view.head(view.answers('SPX')!.levels).status;

describe('the live view', () => {
  test('keeps the newest levels by event time and then by sequence, in whatever order they come', () => {
    const { view } = opened();
    view.take(levelsEvent({ atMs: openMs + 250, seq: 7 }, { net: 2 }));
    view.take(levelsEvent({ atMs: openMs, seq: 9 }, { net: 1 }));
    view.take(levelsEvent({ atMs: openMs + 250, seq: 6 }, { net: 3 }));
    expect(view.answers('SPX')?.levels.body.total.net).toBe(2);
    view.take(levelsEvent({ atMs: openMs + 250, seq: 8 }, { net: 4 }));
    expect(view.answers('SPX')?.levels.body.total.net).toBe(4);
  });

  test('changes its answers for what is new and not for what is old', () => {
    const { view } = opened();
    view.take(levelsEvent());
    view.take(cellsEvent());
    const before = view.answers('SPX');
    view.take(cellsEvent());
    view.take(feedStatusEvent({ wallMs }));
    expect(view.answers('SPX')).toBe(before);
    view.take(cellsEvent({ atMs: openMs + 1_000 }));
    expect(view.answers('SPX')).not.toBe(before);
  });

  test('lists symbols with levels as ingest names them, then the others by name', () => {
    const { view } = opened();
    for (const underlying of ['QQQ', 'SPY', 'IWM', 'SPX']) view.take(levelsEvent({ underlying }));
    view.take(cellsEvent({ underlying: 'NDX' }));
    view.take(feedStatusEvent({ wallMs }));
    expect(view.symbols()).toEqual(['SPX', 'SPY', 'IWM', 'QQQ']);
  });

  test('lets ages grow when ingest falls silent', async () => {
    const { view, clock } = opened();
    view.take(levelsEvent());
    view.take(feedStatusEvent({ atMs: openMs, wallMs }));
    expect(view.head(view.answers('SPX')!.levels)).toEqual({ ageMs: 0, feedNow: openMs, status: 'live' });
    await clock.advance(5_001);
    expect(statusOf(view)).toBe('delayed');
    await clock.advance(60_000);
    expect(view.head(view.answers('SPX')!.levels)).toEqual({ ageMs: 65_001, feedNow: openMs + 65_001, status: 'stale' });
  });

  test('counts the age from the newest source time, not from the moment of the levels', () => {
    const { view } = opened();
    view.take(levelsEvent({ atMs: openMs }, { newestMs: openMs - 30_000 }));
    view.take(feedStatusEvent({ atMs: openMs, wallMs }));
    expect(view.head(view.answers('SPX')!.levels)).toMatchObject({ ageMs: 30_000, status: 'delayed' });
  });

  test('what came while the stream was down is delayed, however young', () => {
    const { view } = opened();
    const { body, ...event } = levelsEvent();
    view.take({ ...event, body: { ...body, stream: 'down' } });
    view.take(feedStatusEvent({ atMs: openMs, wallMs }));
    expect(view.head(view.answers('SPX')!.levels)).toMatchObject({ ageMs: 0, status: 'delayed' });
    view.take({ ...event, seq: 2, body: { ...body, stream: 'up' } });
    expect(statusOf(view)).toBe('live');
  });

  test('is closed by the feed’s time, not by the wall’s', () => {
    const { view } = opened();
    const sixteenHours = openMs + 5.5 * 3_600_000;
    view.take(levelsEvent({ atMs: sixteenHours }));
    view.take(feedStatusEvent({ atMs: sixteenHours, wallMs }));
    expect(statusOf(view)).toBe('closed');
  });

  test('calls nothing live as long as nobody has told the feed’s time', () => {
    const { view } = opened();
    view.take(levelsEvent());
    expect(statusOf(view)).toBe('stale');
  });
});

describe('the state of the feed', () => {
  test('is unknown before ingest has said anything', () => {
    expect(feedState(opened().view)).toMatchObject({ state: 'unknown', simulated: true, underlyings: [], last_gap: null });
  });

  test('names symbols that are followed and have no levels yet', () => {
    const { view } = opened();
    view.take(feedStatusEvent({ wallMs }));
    view.take(levelsEvent({ underlying: 'SPX' }));
    const [spx, spy] = feedState(view).underlyings;
    expect(spx).toMatchObject({ symbol: 'SPX', status: 'live', contracts: 4, streamed: 3, polled: 1 });
    expect(spy).toMatchObject({ symbol: 'SPY', status: null, age_ms: null, as_of: null });
  });
});
