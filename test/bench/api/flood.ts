import { httpConnections } from './http-connections.ts';
import { givenOptions } from './served.ts';

/** Asks so often, until it is ended. It says when it begins, and, whenever asked, what has come of it. */
const { port, request, status, perSecond } = await givenOptions<{
  readonly port: number;
  readonly request: string;
  readonly status: number;
  readonly perSecond: number;
}>();
const everyMs = 5;

const wrong = (why: string): never => {
  throw new Error(`an answer was wrong: ${why}`);
};
const connections = await httpConnections(port, request, 128, wrong, status);
const startMs = performance.now();
let begun = 0;
let [answered, kept] = [0, 0];
setInterval(() => {
  // What finds no connection free, for all of them wait for an answer, is not asked later.
  for (const due = ((performance.now() - startMs) * perSecond) / 1_000; begun < due; begun++)
    if (!connections.send(() => answered++)) kept++;
}, everyMs);
process.on('message', () => process.send!({ answered, kept }));
process.send!({ answered, kept });
