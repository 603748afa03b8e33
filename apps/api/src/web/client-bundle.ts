import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { build } from 'esbuild';
import { ApiError } from '../errors.ts';

/** A file of the page, ready to be sent. */
export interface Asset {
  readonly body: Buffer;
  readonly contentType: string;
  /** Strong: of the content. */
  readonly etag: string;
}

export interface Page {
  readonly index: Asset;
  /** The scanner's view. */
  readonly scanner: Asset;
  /** By the name below `/assets/`. */
  readonly assets: ReadonlyMap<string, Asset>;
}

const clientFolder = join(import.meta.dirname, 'client');

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

/** Bundles the page's TypeScript and styles in memory, and reads what else lies beside them. Rejects with `API_PAGE_BROKEN`. */
export const buildPage = async (folder: string = clientFolder): Promise<Page> => {
  try {
    const html = async (name: string): Promise<Asset> => asset(name, await readFile(join(folder, name)));
    const [bundled, files, index, scanner] = await Promise.all([
      bundle(folder),
      plainFiles(folder),
      html('index.html'),
      html('scanner.html'),
    ]);
    return { index, scanner, assets: new Map([...files, ...bundled]) };
  } catch (cause) {
    throw new ApiError('API_PAGE_BROKEN', `The web page in ${folder} cannot be built: ${messageOf(cause)}`, cause);
  }
};

const bundle = async (folder: string): Promise<readonly (readonly [string, Asset])[]> => {
  const { outputFiles } = await build({
    entryPoints: ['main.ts', 'style.css', 'scanner.ts', 'scanner.css'].map((name) => join(folder, name)),
    outdir: '/',
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    sourcemap: false,
    legalComments: 'none',
    logLevel: 'silent',
  });
  return outputFiles.map(({ path, contents }) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    return [name, asset(name, Buffer.from(contents))] as const;
  });
};

/** Images and fonts beside the sources; a file of a kind not listed above is not served. */
const plainFiles = async (folder: string): Promise<readonly (readonly [string, Asset])[]> => {
  const served = (await readdir(folder)).filter((name) => {
    const kind = extname(name);
    return kind in contentTypes && kind !== '.html' && kind !== '.css' && kind !== '.js';
  });
  return Promise.all(served.map(async (name) => [name, asset(name, await readFile(join(folder, name)))] as const));
};

const asset = (name: string, body: Buffer): Asset => ({
  body,
  contentType: contentTypes[extname(name)] ?? 'application/octet-stream',
  etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`,
});

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
