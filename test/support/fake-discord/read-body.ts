import type { IncomingMessage } from 'node:http';
import busboy from 'busboy';
import { refusal } from './refusal.ts';

export interface UploadedFile {
  /** `files[0]` has 0: attachments name it so. */
  readonly key: string;
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

export interface ReadBody {
  /** null where nothing was sent. */
  readonly body: unknown;
  readonly files: readonly UploadedFile[];
}

const requestBytesMax = 25 << 20;

/** A request's body, from JSON or a form whose `payload_json` it is. */
export const readBody = (request: IncomingMessage): Promise<ReadBody> =>
  request.headers['content-type']?.startsWith('multipart/') ? readForm(request) : readJson(request);

const readJson = async (request: IncomingMessage): Promise<ReadBody> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return { body: parsed(Buffer.concat(chunks).toString()), files: [] };
};

const readForm = (request: IncomingMessage): Promise<ReadBody> =>
  new Promise((resolve, reject) => {
    let payload = '';
    const files: UploadedFile[] = [];
    const parser = busboy({ headers: request.headers, limits: { fileSize: requestBytesMax, fieldSize: requestBytesMax } });
    parser.on('field', (name, value) => {
      if (name === 'payload_json') payload = value;
      else reject(new Error(`a form with a field ${name}`));
    });
    parser.on('file', (name, stream, { filename, mimeType }) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const key = /^files\[(\d+)\]$/.exec(name)?.[1] ?? name;
        files.push({ key, filename: filename ?? '', contentType: mimeType, bytes: Buffer.concat(chunks) });
      });
    });
    parser.on('close', () => {
      try {
        if (files.reduce((sum, { bytes }) => sum + bytes.length, 0) > requestBytesMax) throw refusal('tooLarge');
        resolve({ body: parsed(payload), files });
      } catch (error) {
        reject(error);
      }
    });
    parser.on('error', reject);
    request.pipe(parser);
  });

const parsed = (text: string): unknown => {
  if (text === '') return null;
  try {
    // JSON may write half a surrogate pair; the server does not take it.
    return JSON.parse(text, (_, value) => {
      if (typeof value === 'string' && !value.isWellFormed()) throw new Error('not well formed');
      return value;
    });
  } catch {
    throw refusal('invalidJson');
  }
};
