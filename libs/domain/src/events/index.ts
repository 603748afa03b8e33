export type {
  Alert,
  AlertEvent,
  Audit,
  AuditEvent,
  ChatSettingsEvent,
  Delivery,
  DeliveryEvent,
  DeliveryReceipt,
  DeliveryReceiptEvent,
  Maintenance,
  MaintenanceEvent,
  TerminalSaid,
  TerminalSaidEvent,
  TerminalTyped,
  TerminalTypedEvent,
} from './chat-event.ts';
export { type ChainDemand, type Demand, type DemandApp, type DemandEvent, demandReason, type FollowDemand } from './demand.ts';
export type { Envelope, Feed } from './envelope.ts';
export { withoutEventTimes } from './event-times.ts';
export { type FeedSource, feedSource, isSimulated } from './feed-source.ts';
export type { LinkCode, LinkCodeEvent, LinkEnd, LinkEndEvent } from './link-event.ts';
export type {
  ChainRound,
  DemandRound,
  FeedLink,
  Gap,
  MarketEvent,
  MarketEventKind,
  TimeMark,
  UnderlyingBar,
  UnderlyingQuote,
} from './market-event.ts';
export { isMarketEvent, unreadableReason } from './market-event-shape.ts';
export { fieldGroup, type OptionField, type OptionUpdates, optionField, optionFieldNames } from './option-updates.ts';
export type {
  CellsEvent,
  Coverage,
  DemandState,
  ExposureBody,
  ExposureEvent,
  ExposurePictures,
  ExposuresEvent,
  FeedNotice,
  FeedNoticeEvent,
  FeedStatus,
  FeedStatusEvent,
  FeedSymbol,
  IvSource,
  IvSourceCount,
  LevelsEvent,
  ProfileEvent,
  QuotedCells,
  SessionBaselineEvent,
} from './output-event.ts';
export {
  type Crossing,
  type Flow,
  type FlowEvent,
  type FlowRow,
  type Opportunities,
  type OpportunitiesEvent,
  type OpportunityRow,
  type OutcomeEvent,
  type PartitionScan,
  type PartitionScanEvent,
  type ScannerEvent,
  type ScanRun,
  type ScanRunEvent,
  type SentimentEvent,
  type Skew,
  type SkewEvent,
  type SymbolScan,
  toldMs,
} from './scanner-event.ts';
export { type EventKind, schemaVersion } from './schema-version.ts';
export type { TradeEvent } from './trade-event.ts';
