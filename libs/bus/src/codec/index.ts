export { decodeEvent } from './decode-event.ts';
export { encodeEvent } from './encode-event.ts';
export { legibleEvent } from './legible-event.ts';
export { readableJson } from './readable-json.ts';
