import { ActorError, type ActorRef } from '@gexstream/actors';

/** Sends from outside an actor. What comes for one that has ended (the app is stopping, or failed and says so itself) is of no use to anyone. */
export const tell = async <Message>(to: ActorRef<Message>, message: Message): Promise<void> => {
  try {
    await to.send(message);
  } catch (error) {
    if (!(error instanceof ActorError && error.code === 'ACTOR_STOPPED')) throw error;
  }
};
