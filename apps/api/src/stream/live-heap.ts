import { constants, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';

/** What V8's limit of the heap holds beside the old generation's (`--max-old-space-size`), where the process ends: the young one's, in Node 24. */
export const youngBytesMax = 192 * 2 ** 20;

export interface LiveHeap {
  /** Of the old generation's limit: what was left in use by the last full collection. 0 before the first one, 1 is the end. */
  share(): number;
  close(): void;
}

/** How full this process's heap is with what is really in use. In between it fills up with what nobody needs any more, as it should. */
export const liveHeap = (): LiveHeap => {
  let share = 0;
  const observer = new PerformanceObserver((list) => {
    if (!list.getEntries().some(isFull)) return;
    const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
    share = used / (limit - youngBytesMax);
  });
  observer.observe({ entryTypes: ['gc'] });
  return { share: () => share, close: () => observer.disconnect() };
};

const isFull = (collection: PerformanceEntry): boolean =>
  (collection as PerformanceEntry & { readonly detail: { readonly kind: number } }).detail.kind ===
  constants.NODE_PERFORMANCE_GC_MAJOR;
