import { systemClock } from '@gexstream/actors';
import { isoTime } from '@gexstream/domain';
import { openRecording, type Recording, RecordingError, startReplay } from '@gexstream/ingest';
import { replayFeed } from '../data-folder.ts';
import { parseCarry } from '../parse-carry.ts';
import { UsageError } from '../usage-error.ts';
import type { FeedAccess } from './feed-access.ts';

/** A recording in the place of Schwab's servers, as its own feed. Throws a `UsageError` that names what is wrong with the file. */
export const replayedFeed = async (replay: { readonly file: string; readonly speed: number | 'max' }): Promise<FeedAccess> => {
  const { speed } = replay;
  const recording = await openRecording(replay.file).catch((error: unknown) => {
    throw error instanceof RecordingError ? new UsageError(`--replay: ${error.message}`) : error;
  });
  const { header } = recording;
  const feed = replayFeed(header.feed, recording.sha256);
  return {
    feed,
    carry: parseCarry(header.carry),
    describe: () => describe(recording, speed),
    open: async () => {
      const wall = systemClock();
      let now = () => recording.fromMs;
      return {
        clock: { ...wall, now: () => now() },
        recordable: null,
        startIngest: async ({ bus, log, followers }) => {
          const running = await startReplay({ bus, clock: wall, log, recording, feed, speed, followers });
          now = running.now;
          void running.over.then(() => process.stdout.write(`the replay is over at ${isoTime(recording.toMs)}; Ctrl-C ends\n`));
          return running;
        },
        close: async () => {},
      };
    },
  };
};

const describe = ({ header, path, fromMs, toMs, entries, tornAt }: Recording, speed: number | 'max'): readonly string[] => [
  `REPLAY of ${path}, speed ${speed}: ${isoTime(fromMs)} to ${isoTime(toMs)}, ${entries} entries`,
  `recorded from feed ${header.feed}${header.feed === 'live' ? '' : ', a SIMULATED market'}`,
  `symbols ${header.symbols.join(' ')}`,
  ...(tornAt === null ? [] : [`the recording was not ended: what follows byte ${tornAt} is cut off and left out`]),
];
