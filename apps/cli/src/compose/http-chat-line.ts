import { join } from 'node:path';
import type { ChatLine } from '../chat-line.ts';
import type { Settings } from '../config.ts';
import { locateFeeds } from '../locate-feed.ts';
import { keyHint } from '../operator/key-hint.ts';
import { UsageError } from '../usage-error.ts';

const answerMsMax = 15_000;

interface Answered {
  readonly text: string;
  readonly image: { readonly file_name: string; readonly alt: string; readonly png_base64: string } | null;
}

/** To the product that runs on the data folder, through its API. Rejects with a `UsageError` where none runs. */
export const httpChatLine = async (settings: Settings): Promise<ChatLine> => {
  const running = (await locateFeeds(settings.data)).find(({ holder }) => holder?.url != null);
  if (running === undefined)
    throw new UsageError(
      `nothing runs on the data in ${settings.data}, so there is no bot to talk to. Start it: npm start. Bots on Kafka: npx gex chat --kafka LIST`,
    );
  const url = running.holder!.url!;
  const key = settings.apiKeys[0]?.text;
  return {
    images: join(running.folder.path, 'images'),
    say: async (text) => {
      const answer = await fetch(new URL('/api/v1/chat', url), {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) },
        body: JSON.stringify({ text: text.slice(0, 500) }),
        signal: AbortSignal.timeout(answerMsMax),
      }).catch((cause: unknown) => {
        throw new UsageError(`the product at ${url} does not answer (${String(cause)}); npx gex status tells more`);
      });
      const body = (await answer.json()) as { readonly answers?: readonly Answered[]; readonly detail?: string };
      if (!answer.ok) throw new UsageError(`the product refuses: ${body.detail ?? answer.status}${keyHint(answer.status)}`);
      return (body.answers ?? []).map(({ text, image }) => ({
        text,
        image: image && { fileName: image.file_name, alt: image.alt, png: Buffer.from(image.png_base64, 'base64') },
      }));
    },
    close: async () => {},
  };
};
