/** Names that a person may have meant, nearest first, at most `most`: by the letters to change, among those that need two at most, or that begin alike. */
export const closestNames = (typed: string, names: readonly string[], most = 3): readonly string[] =>
  names
    .map((name) => ({ name, distance: name.startsWith(typed) || typed.startsWith(name) ? 1 : editDistance(typed, name) }))
    .filter(({ distance }) => distance <= 2)
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, most)
    .map(({ name }) => name);

/** Levenshtein's: letters put in, taken out or replaced. */
const editDistance = (a: string, b: string): number => {
  let previous = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = previous[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, previous[column]! + 1, current[column - 1]! + 1));
    }
    previous = current;
  }
  return previous[b.length]!;
};
