import { rational, toDouble } from "../numeric/rational.js";
import { totalUtilities } from "./choice.js";
import type { PopulationStudy } from "./incentives.js";
import { type PowerWeights, signOfWeightedSum } from "./power-weights.js";
import type { CountCell } from "./sweep.js";

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

/** σ* at one vector of counts for all compositions of a line. */
export interface LineChooser {
  /** The cell that `choose` is about; call it again whenever the cell has changed. */
  look(cell: CountCell): void;
  /** The first alternative with the highest Σ_u n_u Σ_ω w_ω u(a, ω) at n_rising = k, exactly. */
  choose(k: number): number;
}

/** Posteriors below this are not compared in doubles; it is far above the smallest double. */
const TINY = 1e-290;

/**
 * Alternatives are lines in k at each vector of counts. Doubles decide where they can, then the differences of exact totals in doubles (which
 * keeps ties in the likely state from hiding what the unlikely ones say), then exact signs: ties go to the first alternative.
 */
export function lineChooser(
  study: PopulationStudy,
  line: CompositionLine,
  roundingError: number,
): LineChooser {
  const { units, weights } = study;
  const { rising, falling, length } = line;
  const present = units.integers.filter((_, u) =>
    u === rising || u === falling ? length > 0 : line.base[u] > 0,
  );
  const alternatives = distinctAlternatives(present);
  const scores = scaledUtilities(units.integers);
  const count = alternatives.length;
  const states = scores[0][0].length;
  const margin = 2 * roundingError + 2 ** -50 * (2 + units.integers.length);
  // Value and size of each alternative: what the other groups add, and one member of either of the two.
  const [fixed, up, down] = [0, 1, 2].map(() => new Float64Array(count));
  const [fixedSize, upSize, downSize] = [0, 1, 2].map(() => new Float64Array(count));
  const all = [fixed, up, down, fixedSize, upSize, downSize];
  let current: CountCell;
  function add(value: Float64Array, size: Float64Array, u: number, members: number): void {
    for (let i = 0; i < count; i++) {
      const row = scores[u][alternatives[i]];
      for (let s = 0; s < states; s++) {
        const term = members * current.weights[s] * row[s];
        value[i] += term;
        size[i] += Math.abs(term);
      }
    }
  }
  return {
    look(cell) {
      current = cell;
      for (const each of all) each.fill(0);
      add(up, upSize, rising, 1);
      add(down, downSize, falling, 1);
      for (let u = 0; u < scores.length; u++)
        if (u !== rising && u !== falling && line.base[u] > 0) add(fixed, fixedSize, u, line.base[u]);
    },
    choose(k) {
      const rest = length - k;
      const value = (i: number) => fixed[i] + k * up[i] + rest * down[i];
      const size = (i: number) => fixedSize[i] + k * upSize[i] + rest * downSize[i];
      let best = 0;
      let top = value(0);
      for (let i = 1; i < count; i++) {
        const own = value(i);
        if (own > top) [best, top] = [i, own];
      }
      const least = margin * size(best) + TINY;
      for (let i = 0; i < count; i++)
        if (i !== best && top - value(i) <= least + margin * size(i)) {
          const totals = totalUtilities(units, compositionAt(line, k));
          return closestBest(totals, alternatives, weights, current, margin);
        }
      return alternatives[best];
    },
  };
}

/** The first of each set of alternatives that have the same utilities in all groups given. */
export function distinctAlternatives(groups: readonly (readonly (readonly bigint[])[])[]): number[] {
  const keys = groups[0].map((_, a) => groups.map((group) => group[a].join()).join(";"));
  return keys.flatMap((key, a) => (keys.indexOf(key) === a ? [a] : []));
}

/** Integers at [group][alternative][state] as doubles of size at most 1. */
export function scaledUtilities(integers: readonly (readonly (readonly bigint[])[])[]): Float64Array[][] {
  const scale = integers.flat(2).reduce((most, each) => {
    const size = each < 0n ? -each : each;
    return size > most ? size : most;
  }, 1n);
  return integers.map((group) =>
    group.map((row) => Float64Array.from(row, (each) => toDouble(rational(each, scale)))),
  );
}

/** The first best of the alternatives listed; doubles compare totals only by their exact differences. */
function closestBest(
  totals: readonly (readonly bigint[])[],
  alternatives: readonly number[],
  weights: PowerWeights,
  cell: CountCell,
  margin: number,
): number {
  let best = alternatives[0];
  for (const a of alternatives) {
    const gap = totals[a].map((value, s) => value - totals[best][s]);
    if (gap.every((each) => each === 0n)) continue;
    let sum = 0;
    let size = 0;
    let widest = 0;
    gap.forEach((each, s) => {
      const term = cell.weights[s] * Number(each);
      sum += term;
      size += Math.abs(term);
      widest = Math.max(widest, Math.abs(Number(each)));
    });
    const clear = Math.abs(sum) > margin * size + TINY * widest;
    if ((clear ? sum : signOfWeightedSum(weights, cell.counts, gap)) > 0) best = a;
  }
  return best;
}
