/** A label that would like its centre at `at`; `size` is its extent along the same line, its distance to neighbours included. */
export interface Placed {
  readonly at: number;
  readonly size: number;
}

/**
 * Centres for labels along a line so that none overlap and all lie within `from`…`to`, each as near its wish as the others allow, in the
 * order of their wishes. Labels that are free of each other stay where they are. When they are too many for the room they
 * overlap nothing still, and run out beyond `to`.
 */
export const pushApart = (labels: readonly Placed[], from: number, to: number): number[] => {
  const order = labels.map((_, index) => index).sort((a, b) => labels[a]!.at - labels[b]!.at || a - b);
  const clusters: Cluster[] = [];
  for (const index of order) {
    let cluster = clusterOf(index, labels[index]!, from, to);
    for (
      let before = clusters.at(-1);
      before !== undefined && before.start + before.size > cluster.start;
      before = clusters.at(-1)
    ) {
      clusters.pop();
      cluster = merged(before, cluster, from, to);
    }
    clusters.push(cluster);
  }
  const centres = new Array<number>(labels.length);
  for (const { members, start } of clusters) {
    let edge = start;
    for (const index of members) {
      centres[index] = edge + labels[index]!.size / 2;
      edge += labels[index]!.size;
    }
  }
  return centres;
};

/** Labels that touch: they share one displacement, the mean of what each would like. */
interface Cluster {
  readonly members: readonly number[];
  readonly size: number;
  /** Mean over the members of where the cluster would start if that member had its wish. */
  readonly wish: number;
  readonly start: number;
}

const clusterOf = (index: number, { at, size }: Placed, from: number, to: number): Cluster => {
  const wish = at - size / 2;
  return { members: [index], size, wish, start: clamp(wish, from, to - size) };
};

const merged = (upper: Cluster, lower: Cluster, from: number, to: number): Cluster => {
  const size = upper.size + lower.size;
  const count = upper.members.length + lower.members.length;
  const wish = (upper.wish * upper.members.length + (lower.wish - upper.size) * lower.members.length) / count;
  return { members: [...upper.members, ...lower.members], size, wish, start: clamp(wish, from, to - size) };
};

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));
