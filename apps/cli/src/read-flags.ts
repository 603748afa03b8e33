import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from './usage-error.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** `node:util`'s parseArgs, its complaints turned into ours: an unknown flag is named, never ignored, beside those that there are. */
export const readFlags = <const O extends Options>(args: readonly string[], options: O) => {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION') throw new UsageError(message);
    const unknown = /'(.+?)'/.exec(message)?.[1];
    const known = Object.keys(options).map((name) => `--${name}`);
    throw new UsageError(
      `there is no option ${unknown} here; ${known.length === 0 ? 'it takes none' : `there are ${known.join(', ')}`}`,
    );
  }
};
