/** Answer of GET /trader/v1/userPreference: an object on the wire, although the published schema shows an array. */
export interface WireUserPreference {
  readonly accounts: readonly WirePreferenceAccount[];
  /** Exactly one. */
  readonly streamerInfo: readonly WireStreamerInfo[];
  readonly offers: readonly { readonly level2Permissions: boolean; readonly mktDataPermission: string }[];
}

export interface WireStreamerInfo {
  readonly streamerSocketUrl: string;
  readonly schwabClientCustomerId: string;
  readonly schwabClientCorrelId: string;
  readonly schwabClientChannel: string;
  readonly schwabClientFunctionId: string;
}

export interface WirePreferenceAccount {
  readonly accountNumber: string;
  readonly primaryAccount: boolean;
  readonly type: string;
  readonly nickName?: string;
  readonly displayAcctId?: string;
  readonly autoPositionEffect?: boolean;
  readonly accountColor?: string;
}
