import { join } from 'node:path';
import { systemClock } from '@gexstream/actors';
import { terminalLine } from '@gexstream/bots';
import { topic } from '@gexstream/bus';
import type { ChatLine } from '../chat-line.ts';
import type { Settings } from '../config.ts';
import { UsageError } from '../usage-error.ts';
import { readLease } from './lease-record.ts';
import { openData } from './open-data.ts';
import { talkOver } from './talk.ts';

const start = 'Start them: npx gex run bots --kafka LIST';

/** To bots of another process, over topic `terminal`. Rejects with a `UsageError` where nobody has run them. */
export const kafkaChatLine = async (settings: Settings): Promise<ChatLine> => {
  const { bus, feed, place, close } = await openData(settings);
  const line = terminalLine({ bus, clock: systemClock(), feed });
  try {
    const known = (await bus.topics()).some(({ name }) => name === topic.terminal.name);
    const lease = known ? await readLease(bus, 'bots') : null;
    if (lease === null || lease.holder.released) throw new UsageError(`no bots run on ${place}. ${start}`);
    const { pid, host } = lease.holder;
    return {
      images: join(settings.data, feed, 'images'),
      say: async (text) => {
        const answers = await talkOver(line, text);
        if (answers !== null) return answers;
        throw new UsageError(`the bots of pid ${pid} on ${host} do not answer; npx gex doctor tells whether they run. ${start}`);
      },
      close: async () => {
        await line.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
};
