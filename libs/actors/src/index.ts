export type {
  ActorMetrics,
  ActorRef,
  ActorSpec,
  ActorSystem,
  Behavior,
  CrashPolicy,
  MailboxPolicy,
  Transition,
} from './behavior.ts';
