import { type BusAdmin, decodeEvent, readTopic, topic } from '@gexstream/bus';
import { type FeedNoticeEvent, isoTime } from '@gexstream/domain';
import { type Finding, ok, warning } from './finding.ts';

/** Whether ingest, which compares them once a day, has found Schwab's hours to be other than our calendar's; told of the days it still keeps. */
export const calendarFindings = (notices: readonly FeedNoticeEvent[]): readonly Finding[] => {
  // A day may have been told by several runs.
  const differences = new Map(
    notices.filter(({ body }) => body.code === 'calendar-differs').map(({ body, eventMs }) => [body.text, eventMs]),
  );
  if (differences.size === 0)
    return [ok('calendar', "no day of the last week was told whose hours by Schwab are not our calendar's")];
  return [...differences].map(([text, eventMs]) =>
    warning(
      'calendar',
      `${text} (told ${isoTime(eventMs)})`,
      'add the day to libs/domain/src/calendar, and start anew; this notice goes after a week',
    ),
  );
};

export const examineCalendar = async (bus: Pick<BusAdmin, 'read' | 'offsets'>): Promise<readonly Finding[]> => {
  const notices: FeedNoticeEvent[] = [];
  await readTopic(bus, topic.feedNotices.name, ({ value }) => {
    if (value !== null) notices.push(decodeEvent(value) as FeedNoticeEvent);
  });
  return calendarFindings(notices);
};
