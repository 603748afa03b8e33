import type { WireCommand, WireRequest, WireRequests, WireService, WireStreamerInfo } from '../wire/index.ts';

/** A command before it has an id and the ids of its connection. */
export interface StreamCommand {
  readonly service: WireService;
  readonly command: WireCommand;
  readonly keys: readonly string[];
  readonly fields: readonly string[];
}

/** Key lists are cut well below the 65 535 bytes that close the socket. */
export const keyListBytesMax = 48 * 1024;

/** `SUBS` replaces all keys of the service, so only the first part of a long list may be one: the rest follows by `ADD`. */
export const subscribeCommands = (
  service: WireService,
  keys: readonly string[],
  fields: readonly string[],
): readonly StreamCommand[] =>
  keyChunks(keys).map((part, index) => ({ service, command: index === 0 ? 'SUBS' : 'ADD', keys: part, fields }));

export const addCommands = (service: WireService, keys: readonly string[], fields: readonly string[]): readonly StreamCommand[] =>
  keyChunks(keys).map((part) => ({ service, command: 'ADD', keys: part, fields }));

export const removeCommands = (service: WireService, keys: readonly string[]): readonly StreamCommand[] =>
  keyChunks(keys).map((part) => ({ service, command: 'UNSUBS', keys: part, fields: [] }));

/** Keys are ASCII, so characters are bytes. */
const keyChunks = (keys: readonly string[]): readonly (readonly string[])[] => {
  const chunks: string[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const key of keys) {
    if (bytes + key.length + 1 > keyListBytesMax) {
      chunks.push([]);
      bytes = 0;
    }
    chunks.at(-1)!.push(key);
    bytes += key.length + 1;
  }
  return chunks;
};

export const loginRequest = (info: WireStreamerInfo, accessToken: string, requestId: string): WireRequest =>
  request(info, requestId, 'ADMIN', 'LOGIN', {
    // The bare token: this message knows no "Bearer".
    Authorization: accessToken,
    SchwabClientChannel: info.schwabClientChannel,
    SchwabClientFunctionId: info.schwabClientFunctionId,
  });

export const commandRequest = (info: WireStreamerInfo, command: StreamCommand, requestId: string): WireRequest =>
  request(info, requestId, command.service, command.command, {
    keys: command.keys.join(','),
    ...(command.fields.length === 0 ? {} : { fields: command.fields.join(',') }),
  });

/** One request a frame: together they could pass the frame's limit. */
export const requestFrame = (single: WireRequest): string => JSON.stringify({ requests: [single] } satisfies WireRequests);

const request = (
  info: WireStreamerInfo,
  requestid: string,
  service: WireService,
  command: WireCommand,
  parameters: Readonly<Record<string, string>>,
): WireRequest => ({
  requestid,
  service,
  command,
  SchwabClientCustomerId: info.schwabClientCustomerId,
  SchwabClientCorrelId: info.schwabClientCorrelId,
  parameters,
});
