export {
  type CommandQueue,
  emptyQueue,
  enqueue,
  isOverdue,
  type SentCommand,
  settle,
  takeSendable,
  withoutWaiting,
} from './command-queue.ts';
export { type DecodedFrame, decodeFrame } from './frame-decoder.ts';
export {
  addCommands,
  commandRequest,
  keyListBytesMax,
  loginRequest,
  logoutRequest,
  removeCommands,
  requestFrame,
  type StreamCommand,
  subscribeCommands,
} from './requests.ts';
export { openStreamSocket, type StreamSocket, type StreamSocketOptions } from './stream-socket.ts';
