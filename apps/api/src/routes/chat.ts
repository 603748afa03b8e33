import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { nullable } from '../contract/fields.ts';
import { ProblemError } from '../server/problem.ts';
import { sendJson } from './gex.ts';
import { json, problemResponses } from './problem-responses.ts';

/** The bot's chat of whoever sits at this machine; empty text asks only for what has arrived. Null: no bots answer. */
export type Talk = (text: string) => Promise<readonly ChatAnswer[] | null>;

export interface ChatAnswer {
  readonly text: string;
  readonly image: { readonly fileName: string; readonly alt: string; readonly png: Uint8Array } | null;
}

const NoQuery = Type.Object({}, { additionalProperties: false });
const Typed = Type.Object(
  { text: Type.String({ maxLength: 500, description: 'a command as it is typed, such as `gex SPX`; empty: what has arrived' }) },
  { additionalProperties: false },
);
const Answers = Type.Object({
  answers: Type.Array(
    Type.Object({
      text: Type.String(),
      image: nullable(
        Type.Object({ file_name: Type.String(), alt: Type.String(), png_base64: Type.String() }),
        'a picture that goes with it',
      ),
    }),
  ),
});

const nobody = 'No bots answer: npm start runs them, npx gex run bots alone; npx gex doctor tells who holds their lease';

/** `null` where there is no way to bots. */
export const chatRoutes = (app: FastifyInstance, talk: Talk | null): void => {
  app.post<{ Body: Static<typeof Typed> }>(
    '/api/v1/chat',
    {
      config: { access: 'admin' },
      schema: {
        tags: ['v1'],
        summary: 'The bot without a chat platform: one command, its answers, and alerts that have arrived',
        querystring: NoQuery,
        body: Typed,
        response: {
          200: json(Answers, 'In their order'),
          ...problemResponses.badInput,
          ...problemResponses.tooManyRequests,
          ...problemResponses.notYet,
        },
      },
    },
    async (request, reply) => {
      const answers = (await talk?.(request.body.text)) ?? null;
      if (answers === null) throw new ProblemError('not-yet', nobody);
      const body: Static<typeof Answers> = {
        answers: answers.map(({ text, image }) => ({
          text,
          image: image && { file_name: image.fileName, alt: image.alt, png_base64: Buffer.from(image.png).toString('base64') },
        })),
      };
      return sendJson(reply, JSON.stringify(body));
    },
  );
};
