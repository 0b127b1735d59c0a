/**
 * The candidate a misspelt word probably meant: the one with the fewest typing errors (a letter more, less, wrong, or
 * two swapped; upper and lower case are the same), at most one for every three letters and three at all.
 *
 * @returns The first of the nearest candidates, or nothing where none is near.
 * @example closest("setsoa", ["setosa", "virginica"]) // "setosa"
 */
export function closest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  let limit = Math.min(3, Math.floor(wanted.length / 3));
  let best: string | undefined;
  for (const candidate of candidates) {
    const offered = candidate.toLowerCase();
    if (Math.abs(offered.length - wanted.length) <= limit) {
      const distance = typingErrors(wanted, offered);
      if (distance <= limit) {
        best = candidate;
        limit = distance - 1;
      }
    }
  }
  return best;
}

/** The restricted Damerau-Levenshtein distance, by rows. */
function typingErrors(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(replaced, last[j] + 1, row[j - 1] + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
      }
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length];
}
