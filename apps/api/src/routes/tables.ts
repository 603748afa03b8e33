import { Readable } from 'node:stream';
import { type EpochMs, epochMs } from '@gexstream/domain/time';
import { allTables, type RowOf, type Store, type Table } from '@gexstream/store';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { moment } from '../history/moment.ts';
import { readHistory } from '../history/read-history.ts';
import { ProblemError } from '../server/problem.ts';
import { problemResponses } from './problem-responses.ts';

/** Rows of one answer, so that no reader can make this process hold a whole table. */
export const tableRowsMax = 10_000;

const names = allTables.map(({ name }) => name);
const TableParams = Type.Object({ table: Type.Enum(names) });
const end = (which: string) =>
  Type.String({ maxLength: 40, description: `${which}: epoch ms from 1970 on, ISO 8601 with a zone, or a date of New York` });
const TableQuerystring = Type.Object(
  {
    from: end('inclusive'),
    to: end('exclusive'),
    limit: Type.Integer({ minimum: 1, maximum: tableRowsMax, description: 'the newest so many of the range' }),
  },
  { additionalProperties: false },
);

/** Rows of the history as they are kept: for `gex export` while this process holds the file that admits no other. */
export const tableRoutes = (app: FastifyInstance, store: Store): void => {
  app.get<{ Params: Static<typeof TableParams>; Querystring: Static<typeof TableQuerystring> }>(
    '/api/tables/:table',
    {
      schema: {
        tags: ['tables'],
        summary: 'Rows of a table of the history: a JSON line of the columns’ names, then one line a row, oldest first',
        params: TableParams,
        querystring: TableQuerystring,
        response: {
          200: { description: 'Times are epoch ms', content: { 'application/x-ndjson': { schema: Type.String() } } },
          ...problemResponses.badInput,
          ...problemResponses.scopeRequired,
          ...problemResponses.tooManyRequests,
          ...problemResponses.storeUnavailable,
        },
      },
    },
    async (request, reply) => {
      const table = allTables.find(({ name }) => name === request.params.table)!;
      if (table.personal === true && request.caller!.scope !== 'admin')
        throw new ProblemError('scope-required', `${table.name} holds what belongs to people: it takes a key of scope admin`);
      const { from, to, limit } = request.query;
      const range = { from: endMs('from', from), to: endMs('to', to), limit };
      const rows = await readHistory(() => store.range(table, range));
      return reply
        .header('cache-control', 'no-store')
        .type('application/x-ndjson')
        .send(Readable.from(lines(table, rows)));
    },
  );
};

/** Ends of whole tables lie before any moment that a person means. */
const endMs = (field: string, text: string): EpochMs => (/^\d{1,14}$/.test(text) ? epochMs(Number(text)) : moment(field, text));

/** Line by line, as the reader takes them: the streams go on between. */
function* lines(table: Table, rows: readonly RowOf<Table>[]): Generator<string> {
  const columns = Object.keys(table.columns);
  yield `${JSON.stringify(columns)}\n`;
  for (const row of rows) yield `${JSON.stringify(columns.map((column) => row[column]))}\n`;
}
