export { type Api, type ApiOptions, startApi } from './api.ts';
export type { ApiConfig, ApiKey } from './config.ts';
export type { CellsBody, GexAllBody, GexDetailBody, GexSymbolBody } from './contract/gex.ts';
export type { HistoryBody, HistoryPointBody } from './contract/history.ts';
export type { FeedStateBody, StatusBody, UnderlyingStatusBody } from './contract/status.ts';
export type { CellsChangeBody, LevelsEventBody, SnapshotEventBody } from './contract/stream.ts';
export { ApiError, type ApiErrorCode } from './errors.ts';
export { apiKeySha256 } from './server/authorization.ts';
export { buildPage, type Page } from './web/client-bundle.ts';
