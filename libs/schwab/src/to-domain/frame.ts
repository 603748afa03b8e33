import {
  type EpochMs,
  epochMs,
  type OptionUpdates,
  type UnderlyingBar,
  type UnderlyingQuote,
  underlyingOfRoot,
  underlyingOfSchwab,
} from '@gexstream/domain';
import { decodeFrame } from '../stream/frame-decoder.ts';
import { type FrameVisitor, scanFrame } from '../stream/scan-frame.ts';
import type { ScannedContent } from '../stream/scanned-content.ts';
import type { WireContent, WireData } from '../wire/index.ts';
import { chartContentToBar } from './chart-equity.ts';
import { equityContentToQuote } from './level-one-equities.ts';
import { OptionContents } from './level-one-options.ts';
import { type Rejected, Rejections } from './rejections.ts';
import { timeMs } from './wire-value.ts';

/** One thing a frame says about one underlying. */
export type FrameUpdate =
  | { readonly kind: 'underlying-quote'; readonly underlying: string; readonly sourceMs: EpochMs; readonly body: UnderlyingQuote }
  | { readonly kind: 'underlying-bar'; readonly underlying: string; readonly sourceMs: EpochMs; readonly body: UnderlyingBar }
  | { readonly kind: 'option-updates'; readonly underlying: string; readonly sourceMs: EpochMs; readonly body: OptionUpdates };

export interface FrameUpdates {
  /** In the order of the frame. */
  readonly updates: readonly FrameUpdate[];
  readonly rejected: readonly Rejected[];
}

export interface FrameContext {
  readonly receivedMs: EpochMs;
  /** See `ChainContext.tradingDay`. */
  readonly tradingDay: boolean;
  /** Contracts of others are passed over unread; without it those of all are read. */
  readonly isWanted?: (underlying: string) => boolean;
}

/** The data part of a frame as domain updates; services nobody asked for are passed over. */
export const frameToDomain = (data: readonly WireData[], context: FrameContext): FrameUpdates => {
  const conversion = new FrameConversion(context);
  for (const { service, timestamp, content } of data) {
    conversion.part(service, timestamp);
    for (const one of content) conversion.wireContent(one);
  }
  return conversion.done();
};

/** The same from the frame's text in UTF-8, faster where it is written as usual. What cannot be read gives nothing. */
export const frameBytesToDomain = (bytes: Buffer, context: FrameContext): FrameUpdates => {
  const conversion = new FrameConversion(context);
  return scanFrame(bytes, conversion) ? conversion.done() : frameToDomain(decodeFrame(bytes.toString()).data, context);
};

/** One frame, content after content: it keeps nothing of them. */
class FrameConversion implements FrameVisitor {
  readsRoot: ((root: string) => boolean) | null = null;
  readonly #context: FrameContext;
  readonly #rejections = new Rejections();
  readonly #updates: FrameUpdate[] = [];
  #service = '';
  #sourceMs: EpochMs;
  #options: OptionContents | null = null;

  constructor(context: FrameContext) {
    this.#context = context;
    this.#sourceMs = context.receivedMs;
  }

  part(service: string, timestamp: unknown): void {
    this.#endPart();
    this.#service = service;
    const stated = timeMs(timestamp, 'timestamp', service, this.#rejections);
    this.#sourceMs = stated === undefined ? this.#context.receivedMs : epochMs(stated);
    const isOptions = service === 'LEVELONE_OPTIONS';
    if (isOptions) this.#options = new OptionContents(this.#sourceMs, this.#context, this.#rejections);
    const { isWanted } = this.#context;
    this.readsRoot = isOptions && isWanted !== undefined ? (root) => isWanted(underlyingOfPadded(root)) : null;
  }

  content(content: ScannedContent): void {
    if (this.#options === null) this.wireContent(content.toWire());
    else this.#options.takeScanned(content);
  }

  wireContent(content: WireContent): void {
    const sourceMs = this.#sourceMs;
    if (this.#options !== null) this.#options.take(content);
    else if (this.#service === 'LEVELONE_EQUITIES') {
      const body = equityContentToQuote(content, this.#rejections);
      if (body === null) return;
      this.#updates.push({ kind: 'underlying-quote', underlying: underlyingOfSchwab(content.key), sourceMs, body });
    } else if (this.#service === 'CHART_EQUITY') {
      const body = chartContentToBar(content, this.#rejections);
      if (body === null) return;
      this.#updates.push({ kind: 'underlying-bar', underlying: underlyingOfSchwab(content.key), sourceMs, body });
    }
  }

  done(): FrameUpdates {
    this.#endPart();
    return { updates: this.#updates, rejected: this.#rejections.list() };
  }

  #endPart(): void {
    if (this.#options === null) return;
    const sourceMs = this.#sourceMs;
    for (const [underlying, body] of this.#options.updates())
      this.#updates.push({ kind: 'option-updates', underlying, sourceMs, body });
    this.#options = null;
  }
}

/** More roots than there are; when it is full all are forgotten. */
const rootsMax = 10_000;
const underlyings = new Map<string, string>();

/** Of a root with the spaces behind it; worked out once. */
const underlyingOfPadded = (root: string): string => {
  let underlying = underlyings.get(root);
  if (underlying !== undefined) return underlying;
  underlying = underlyingOfRoot(root.trimEnd());
  if (underlyings.size >= rootsMax) underlyings.clear();
  underlyings.set(root, underlying);
  return underlying;
};
