import type { WireContent, WireData, WireNotify, WireResponse } from '../wire/index.ts';

export interface DecodedFrame {
  readonly responses: readonly WireResponse[];
  readonly notices: readonly WireNotify[];
  readonly data: readonly WireData[];
  /** Elements left out because they are not what their array promises; a frame that is no JSON object counts as one. */
  readonly garbage: number;
  /** Nothing in it could be read. */
  readonly unreadable: boolean;
}

/** Takes every array a frame may hold, several at once as well. Never throws: what cannot be read is left out and counted. */
export const decodeFrame = (text: string): DecodedFrame => {
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch {
    return noFrame;
  }
  if (!isObject(frame)) return noFrame;
  let garbage = 0;
  const take = <Element>(list: unknown, isElement: (element: unknown) => element is Element): readonly Element[] => {
    if (list === undefined) return [];
    if (!Array.isArray(list)) {
      garbage += 1;
      return [];
    }
    const good = list.filter(isElement);
    garbage += list.length - good.length;
    return good;
  };
  const responses = take(frame.response, isResponse);
  const notices = take(frame.notify, isNotice);
  const data: WireData[] = take(frame.data, isData).map((part) => ({ ...part, content: take(part.content, isContent) }));
  const unreadable = garbage > 0 && responses.length + notices.length + data.length === 0;
  return { responses, notices, data, garbage, unreadable };
};

const noFrame: DecodedFrame = { responses: [], notices: [], data: [], garbage: 1, unreadable: true };

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCoded = (content: unknown): boolean =>
  isObject(content) && typeof content.code === 'number' && typeof content.msg === 'string';

const isResponse = (value: unknown): value is WireResponse =>
  isObject(value) &&
  typeof value.service === 'string' &&
  typeof value.command === 'string' &&
  typeof value.requestid === 'string' &&
  isCoded(value.content);

const isNotice = (value: unknown): value is WireNotify =>
  isObject(value) && (value.content === undefined || isCoded(value.content));

const isData = (value: unknown): value is WireData =>
  isObject(value) && typeof value.service === 'string' && Array.isArray(value.content);

const isContent = (value: unknown): value is WireContent => isObject(value) && typeof value.key === 'string';
