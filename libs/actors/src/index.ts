export { type ActorSystemOptions, actorSystem } from './actor-system.ts';
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
export { ActorError, type ActorErrorCode } from './errors.ts';
export type { EventLoop } from './event-loop.ts';
export { type SimulatedClock, simulatedClock } from './simulated-clock.ts';
export { systemClock } from './system-clock.ts';
