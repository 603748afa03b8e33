export { type AuthorizationRequest, authorizationRequest } from './authorization-request.ts';
export { awaitCallback, type CallbackWait, isLocalCallback } from './await-callback.ts';
export { type PendingLogins, pendingLogins } from './pending-logins.ts';
export { redirectedCode } from './redirected-code.ts';
