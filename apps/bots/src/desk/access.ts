import { type ChatSettings, chatKey } from '@gexstream/domain';
import type { ChatDirectory } from '../chats/chat-directory.ts';
import { newChat, personName, personRef } from '../chats/new-chat.ts';
import type { Incoming } from '../platform/chat-platform.ts';

/** Persons as the operator names them: `telegram:42`. */
export interface People {
  readonly admins: ReadonlySet<string>;
  /** May use the bot without having been approved. */
  readonly allowed: ReadonlySet<string>;
}

export interface Standing {
  readonly access: 'admin' | 'member' | 'stranger' | 'blocked';
  /** As the chat has chosen, or as a new one begins. */
  readonly settings: ChatSettings;
}

/** Strangers that may wait for an admin at a time; who comes then is told to come later. */
export const requestsMax = 200;

/** What a person may do here. In a group everybody is judged by himself: whoever is in it would else command the bot. */
export const standingOf = ({ chat, chatKind, chatTitle, user }: Incoming, directory: ChatDirectory, people: People): Standing => {
  const settings = directory.get(chat) ?? newChat(chat, chatKind, chatTitle);
  if (chat.platform === 'terminal') return { access: 'admin', settings };
  const name = `${chat.platform}:${user.id}`;
  if (people.admins.has(name)) return { access: 'admin', settings };
  const person = directory.get(personRef(chat.platform, user.id));
  if (person?.access === 'blocked') return { access: 'blocked', settings };
  const member = people.allowed.has(name) || person?.access === 'approved';
  return { access: member ? 'member' : 'stranger', settings };
};

/** Whether a chat may have alerts and digests now: approved by an admin, or its person is named in the configuration. */
export const welcomes = ({ chat, kind, access }: ChatSettings, { admins, allowed }: People): boolean => {
  if (access === 'blocked') return false;
  const name = personName(chat);
  return access === 'approved' || (kind === 'private' && (admins.has(name) || allowed.has(name)));
};

export type Request = 'new' | 'known' | 'full';

/** A stranger asks for access; asked again it is the same request. */
export const requestAccess = async ({ chat, user }: Incoming, directory: ChatDirectory, people: People): Promise<Request> => {
  const person = personRef(chat.platform, user.id);
  if (directory.get(person) !== undefined) return 'known';
  const waiting = directory.all().filter((settings) => settings.access === 'pending' && !welcomes(settings, people)).length;
  if (waiting >= requestsMax) return 'full';
  await directory.change(person, (before) => before ?? newChat(person, 'private', user.name));
  return 'new';
};

/** How admins name a person in a command. */
export const personKey = ({ chat, user }: Incoming): string => chatKey(personRef(chat.platform, user.id));
