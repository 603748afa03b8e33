import type { ChatPlatform } from '@gexstream/bots';
import type { ChatMessage, ChatRef } from '@gexstream/domain';

export interface RecordedCall {
  readonly call: 'send' | 'edit';
  readonly chat: ChatRef;
  readonly message: ChatMessage;
  readonly nonce: string | null;
  readonly messageId: string | null;
}

/** A platform in memory that takes everything, or fails with what `failing` gives for a call. */
export const recordingPlatform = (
  name: ChatPlatform['name'],
  failing: (call: RecordedCall, before: readonly RecordedCall[]) => Error | null = () => null,
) => {
  const calls: RecordedCall[] = [];
  const take = (call: RecordedCall): void => {
    const failure = failing(call, calls);
    calls.push(call);
    if (failure !== null) throw failure;
  };
  const platform: ChatPlatform = {
    name,
    start: async () => {},
    send: async (chat, message, { nonce }) => {
      take({ call: 'send', chat, message, nonce, messageId: null });
      return `${calls.length}`;
    },
    edit: async (chat, messageId, message) => take({ call: 'edit', chat, message, nonce: null, messageId }),
    done: new Promise(() => {}),
    health: () => ({ connected: true, silentMs: 0, detail: 'in memory' }),
    stop: async () => {},
  };
  return { platform, calls };
};
