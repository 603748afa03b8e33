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
export { redactedHead } from './redacted-head.ts';
export {
  addCommands,
  commandRequest,
  loginRequest,
  removeCommands,
  requestFrame,
  type StreamCommand,
  subscribeCommands,
} from './requests.ts';
export { openStreamSocket, type StreamSocket } from './stream-socket.ts';
