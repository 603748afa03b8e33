import { type BusRecord, topic } from '@gexstream/bus';
import { type Audit, type ChatRef, type ChatSettings, chatKey, type EpochMs } from '@gexstream/domain';
import { type RecordStamp, stampedRecord } from '../stamped-record.ts';

/** A chat's settings as they are from now on. */
export const chatRecord = (settings: ChatSettings, stamp: RecordStamp): BusRecord =>
  stampedRecord(topic.chats.name, chatKey(settings.chat), { kind: 'chat-settings', body: settings }, stamp);

export const forgottenChat = (chat: ChatRef, now: EpochMs): BusRecord => ({
  topic: topic.chats.name,
  key: chatKey(chat),
  value: null,
  timestampMs: now,
});

export const auditRecord = (audit: Audit, stamp: RecordStamp): BusRecord =>
  stampedRecord(topic.audit.name, chatKey(audit.chat), { kind: 'audit', body: audit }, stamp);
