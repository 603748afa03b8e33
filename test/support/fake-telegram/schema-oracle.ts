import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { createGenerator } from 'ts-json-schema-generator';
import { projectRoot } from '../project-root.ts';

/** What the published types of the Bot API say of a value: each complaint a line, none when all is well. */
export interface SchemaOracle {
  /** `coerced`: fields came as texts, in a form. */
  request(method: string, parameters: object, coerced: boolean): readonly string[];
  result(method: string, result: unknown): readonly string[];
}

const typesFolder = join(projectRoot, 'node_modules/@gramio/types');

/** Methods that the fake knows, with the published type of what they return. */
export const resultType = {
  getMe: 'TelegramUser',
  getUpdates: 'TelegramUpdate[]',
  deleteWebhook: 'true',
  setWebhook: 'true',
  getWebhookInfo: 'TelegramWebhookInfo',
  setMyCommands: 'true',
  sendMessage: 'TelegramMessage',
  sendPhoto: 'TelegramMessage',
  editMessageText: 'TelegramMessage',
  editMessageCaption: 'TelegramMessage',
  editMessageMedia: 'TelegramMessage',
  deleteMessage: 'true',
  answerCallbackQuery: 'true',
  getChatMember: 'TelegramChatMember',
} as const;

export type Method = keyof typeof resultType;

/** telegraf sends these beside what is documented; the server passes over them. */
const leaks: readonly string[] = ['method'];

let shared: SchemaOracle | null = null;

/** One for the process: compiling the schema takes a while. */
export const schemaOracle = (): SchemaOracle => {
  shared ??= oracleOf(cachedDefinitions());
  return shared;
};

const oracleOf = (definitions: Definitions): SchemaOracle => {
  const strict = new Ajv({ strict: false, allErrors: true }).addSchema({ $id: 'telegram', definitions });
  const coercing = new Ajv({ strict: false, allErrors: true, coerceTypes: true }).addSchema({ $id: 'telegram', definitions });
  const known = new Map<string, ValidateFunction>();

  const complaints = (ajv: Ajv, type: string, value: unknown): readonly string[] => {
    const key = `${ajv === coercing} ${type}`;
    const check = known.get(key) ?? ajv.compile({ $ref: `telegram#/definitions/${type}` });
    known.set(key, check);
    return check(value)
      ? []
      : (check.errors ?? []).map(
          ({ instancePath, message, params }) => `${type}${instancePath} ${message} ${JSON.stringify(params)}`,
        );
  };

  return {
    request: (method, parameters, coerced) => {
      const type = `${method[0]!.toUpperCase()}${method.slice(1)}Params`;
      if (!(type in definitions)) return Object.keys(parameters).length === 0 ? [] : [`${method} takes no parameters`];
      const sent = Object.fromEntries(Object.entries(parameters).filter(([name]) => !leaks.includes(name)));
      return complaints(coerced ? coercing : strict, type, structuredClone(sent));
    },
    result: (method, result) => {
      const type = resultType[method as Method];
      if (type === 'true') return result === true ? [] : [`${method} returns true`];
      if (!type.endsWith('[]')) return complaints(strict, type, result);
      return (result as readonly unknown[]).flatMap((one) => complaints(strict, type.slice(0, -2), one));
    },
  };
};

type Definitions = Readonly<Record<string, object>>;

/** Made from the types once for each version of them: it takes some seconds. */
const cachedDefinitions = (): Definitions => {
  const { version } = JSON.parse(readFileSync(join(typesFolder, 'package.json'), 'utf8')) as { version: string };
  const folder = join(projectRoot, '.cache/telegram-schema');
  const methods = createHash('sha256').update(JSON.stringify(resultType)).digest('hex').slice(0, 8);
  const file = join(folder, `${version}-${methods}.json`);
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Definitions;
  } catch {
    const made = madeDefinitions(folder);
    // Whole or not at all: another test process may read it.
    writeFileSync(`${file}.${process.pid}`, JSON.stringify(made));
    renameSync(`${file}.${process.pid}`, file);
    return made;
  }
};

const madeDefinitions = (folder: string): Definitions => {
  mkdirSync(folder, { recursive: true });
  const path = join(typesFolder, 'out/index.d.ts');
  const tsconfig = join(folder, `tsconfig.${process.pid}.json`);
  // Without `nodenext` the generator finds nothing behind the module's exports, and says so with an empty schema.
  const compilerOptions = {
    module: 'nodenext',
    moduleResolution: 'nodenext',
    strict: true,
    target: 'es2022',
    skipLibCheck: true,
  };
  writeFileSync(tsconfig, JSON.stringify({ compilerOptions, files: [path] }));
  const generator = createGenerator({ path, tsconfig, type: '*', skipTypeCheck: true, additionalProperties: false });
  rmSync(tsconfig);
  const methods = Object.keys(resultType).filter((method) => !['getMe', 'getWebhookInfo'].includes(method));
  const params = methods.map((method) => `${method[0]!.toUpperCase()}${method.slice(1)}Params`);
  const results = new Set(
    Object.values(resultType)
      .filter((type) => type !== 'true')
      .map((type) => type.replace('[]', '')),
  );
  const schemas = [...params, ...results].map((type) => generator.createSchema(type).definitions ?? {});
  return Object.assign({}, ...schemas) as Definitions;
};
