/** Compositions that differ by who belongs to one of two groups: n_rising = k and n_falling = length − k for k = 0 … length. */
export interface CompositionLine {
  /** The sizes of all groups; those of the two do not matter. */
  readonly base: readonly number[];
  readonly rising: number;
  readonly falling: number;
  readonly length: number;
}

export function compositionAt({ base, rising, falling, length }: CompositionLine, k: number): number[] {
  return base.map((size, u) => (u === rising ? k : u === falling ? length - k : size));
}

/** The lines along which one group grows at the cost of another, by pairs of groups; all have `members` to share, or those they have. */
export function linesBetween(base: readonly number[], members?: number): CompositionLine[] {
  return base.flatMap((one, rising) =>
    base.flatMap((other, falling) => {
      const length = members ?? one + other;
      return falling > rising && length > 0 ? [{ base, rising, falling, length }] : [];
    }),
  );
}

/** Lines of the first two groups that together are all compositions of `players` in two groups or more. */
export function* allLines(groups: number, players: number): Generator<CompositionLine> {
  for (const others of sizesUpTo(groups - 2, players)) {
    const taken = others.reduce((sum, each) => sum + each, 0);
    yield { base: [0, 0, ...others], rising: 0, falling: 1, length: players - taken };
  }
}

/** How many lines {@link allLines} has: C(players + groups − 2, groups − 2). */
export function lineCount(groups: number, players: number): number {
  let count = 1;
  for (let j = 1; j <= groups - 2; j++) count = (count * (players + j)) / j;
  return count;
}

function* sizesUpTo(groups: number, most: number): Generator<number[]> {
  if (groups === 0) {
    yield [];
    return;
  }
  for (let first = 0; first <= most; first++)
    for (const rest of sizesUpTo(groups - 1, most - first)) yield [first, ...rest];
}
