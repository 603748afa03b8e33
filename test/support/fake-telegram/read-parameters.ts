import type { IncomingMessage } from 'node:http';
import busboy from 'busboy';

export interface ReadParameters {
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Files of a form, by field. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Fields came as texts. */
  readonly form: boolean;
}

const bytesMax = 25 << 20;
const jsonFields = new Set(['reply_markup', 'media', 'link_preview_options', 'reply_parameters', 'commands', 'allowed_updates']);

/** Parameters of a call, from JSON or a form. */
export const readParameters = (request: IncomingMessage): Promise<ReadParameters> =>
  request.headers['content-type']?.startsWith('multipart/') ? readForm(request) : readJson(request);

const readJson = async (request: IncomingMessage): Promise<ReadParameters> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return { parameters: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>), files: new Map(), form: false };
};

const readForm = (request: IncomingMessage): Promise<ReadParameters> =>
  new Promise((resolve, reject) => {
    const parameters: Record<string, unknown> = {};
    const files = new Map<string, Uint8Array>();
    const parser = busboy({ headers: request.headers, limits: { fileSize: bytesMax, files: 10, fields: 50 } });
    parser.on('field', (name, value) => {
      parameters[name] = jsonFields.has(name) ? JSON.parse(value) : value;
    });
    parser.on('file', (name, stream) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => files.set(name, Buffer.concat(chunks)));
    });
    parser.on('close', () => {
      // A file is a parameter itself, or another one names it.
      const named = JSON.stringify(parameters);
      for (const name of files.keys()) if (!named.includes(`attach://${name}`)) parameters[name] = `attach://${name}`;
      resolve({ parameters, files, form: true });
    });
    parser.on('error', reject);
    request.pipe(parser);
  });
