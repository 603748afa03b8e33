import { httpConnections } from './http-connections.ts';
import { givenOptions } from './served.ts';

/** Asks so often, until it is ended. It says when it begins, and, whenever asked, how many answers have come. */
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
let answered = 0;
setInterval(() => {
  // What finds no connection free is not asked later: then fewer are answered, which the bench looks at.
  for (const due = ((performance.now() - startMs) * perSecond) / 1_000; begun < due; begun++) connections.send(() => answered++);
}, everyMs);
process.on('message', () => process.send!({ answered }));
process.send!({ answered });
