import { readFile } from 'node:fs/promises';
import { systemClock } from '@gexstream/actors';
import { importToken, isLocalCallback, SchwabError } from '@gexstream/schwab';
import { loginFile, loginOf, type SchwabApp, schwabApp, schwabUrl, simulatedApp } from '../compose/schwab-login.ts';
import { loginAtSchwab } from '../login/login-at-schwab.ts';
import { openBrowser } from '../login/open-browser.ts';
import { readFlags } from '../read-flags.ts';
import { loginReport } from '../terminal/login-report.ts';
import { UsageError } from '../usage-error.ts';
import type { Command } from './command.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const run = async (args: readonly string[]): Promise<number> => {
  const { values, positionals } = readFlags(args, {
    paste: { type: 'boolean', default: false },
    pkce: { type: 'boolean', default: false },
    browser: { type: 'boolean', default: false },
    import: { type: 'string' },
    simulator: { type: 'string' },
  });
  if (positionals.length > 0)
    throw new UsageError(`gex login takes no "${positionals[0]}"; a token file is given as --import FILE`);
  const clock = systemClock();
  if (values.import !== undefined) return importFile(values.import);
  const { app, baseUrl } = appOf(values.simulator);
  if (!values.paste && !isLocalCallback(app.callbackUrl))
    throw new UsageError(
      `SCHWAB_CALLBACK_URL ${app.callbackUrl} cannot be caught here (https://127.0.0.1 with a port can); use gex login --paste`,
    );
  try {
    const token = await loginAtSchwab({
      ...app,
      baseUrl,
      pkce: values.pkce,
      paste: values.paste,
      clock,
      input: process.stdin,
      say,
      show: (url) => {
        say(`\n  ${url}\n`);
        if (values.browser) openBrowser(url);
      },
    });
    await app.tokens.store.write(token);
    say(`Logged in; kept in ${app.tokens.path}${app.tokens.encrypted ? ', encrypted' : ''}. Next: npm start`);
    say(loginReport(token, clock.now()));
    return 0;
  } catch (error) {
    if (error instanceof SchwabError && error.code === 'SCHWAB_APP_REJECTED') throw new UsageError(error.message);
    throw error;
  }
};

const appOf = (simulator: string | undefined): { readonly app: SchwabApp; readonly baseUrl: string } => {
  if (simulator !== undefined) {
    if (!URL.canParse(simulator))
      throw new UsageError(`--simulator takes a URL such as http://127.0.0.1:9443; got "${simulator}"`);
    return { app: simulatedApp(process.env), baseUrl: simulator.replace(/\/$/, '') };
  }
  const app = schwabApp(process.env);
  if (app === null)
    throw new UsageError(
      'set SCHWAB_APP_KEY and SCHWAB_APP_SECRET, of the app registered at developer.schwab.com, and log in again',
    );
  return { app, baseUrl: schwabUrl };
};

/** A login made by schwab-py, or by gex on another machine. */
const importFile = async (file: string): Promise<number> => {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(
      `--import: cannot read ${file}: ${error.code === 'ENOENT' ? 'no such file' : (error.code ?? 'unknown')}`,
    );
  });
  const token = loginOf(text, `--import ${file}`);
  const { path, store } = loginFile(process.env);
  const taken = await importToken(store, token);
  say(taken ? `Imported into ${path}` : `Not imported: ${path} holds the same login or a newer one`);
  const kept = taken ? token : await store.read();
  if (kept !== null) say(loginReport(kept, systemClock().now()));
  return taken ? 0 : 1;
};

export const loginCommand: Command = {
  usage: 'npx gex login [--paste] [--browser] [--pkce] [--simulator URL]\nnpx gex login --import FILE',
  options: [
    '--paste          paste the address that the browser was sent to, instead of its being caught on this machine',
    '--browser        open the address in the browser as well as printing it',
    '--pkce           send a PKCE challenge',
    '--import FILE    take over a token file of schwab-py, unless a newer login is kept',
    '--simulator URL  log in at a simulator (npx gex sim), into simulator_token.json in the token file’s folder',
    '',
    'Variables: SCHWAB_APP_KEY, SCHWAB_APP_SECRET; SCHWAB_CALLBACK_URL (as registered; default https://127.0.0.1:8182/),',
    'SCHWAB_TOKEN_PATH (default schwab_token.json), SCHWAB_TOKEN_KEY (16 characters or more: the file is encrypted with it).',
    'SCHWAB_TOKEN_B64 (a token file in base64) is taken over at npm start, unless the file holds the same login or a newer one.',
    'A login lives seven days; running processes take a new one from the file by themselves, within ten seconds.',
    'With a SCHWAB_CALLBACK_URL that ends in /auth/schwab/callback the API logs in by itself: open its /auth/schwab/start with an admin key',
    '(without SCHWAB_APP_KEY and with npm start -- --simulator URL: at that simulator, to see that the way back works).',
  ].join('\n'),
  run,
};
