import { SchwabError } from '../errors.ts';

/** A chain too large for the gateway stays far below; what is larger is no answer of this API. */
export const bodyBytesMax = 64 * 1024 * 1024;

/** The body as text. Throws SCHWAB_TOO_BIG beyond the limit, whatever the headers claimed. */
export const readBody = async (response: Response, what: string): Promise<string> => {
  if (response.body === null) return '';
  const decoder = new TextDecoder();
  const texts: string[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.byteLength;
    if (bytes > bodyBytesMax) {
      throw new SchwabError('SCHWAB_TOO_BIG', `${what}: the answer exceeds ${bodyBytesMax} bytes; ask for fewer expiries`, {
        status: response.status,
      });
    }
    texts.push(decoder.decode(chunk, { stream: true }));
  }
  texts.push(decoder.decode());
  return texts.join('');
};
