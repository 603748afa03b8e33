import type { ChatAnswer } from '@gexstream/api';
import { type TerminalLine, terminalText } from '@gexstream/bots';

/** What is answered to who types at a terminal, as text; null when nobody answers. */
export const talkOver = async (line: TerminalLine, text: string): Promise<readonly ChatAnswer[] | null> => {
  const said = await line.talk(text);
  return said === null ? null : said.map(({ message, image }) => ({ text: terminalText(message), image }));
};
