import { closestBest, scaledTotals, TINY, totalUtilities } from "./choice.js";
import { type CompositionLine, compositionAt } from "./composition-line.js";
import type { PopulationStudy } from "./incentives.js";
import type { CountCell } from "./sweep.js";

/** σ* at one vector of counts for all compositions of a line. */
export interface LineChooser {
  /** The cell that `choose` is about; call it again whenever the cell has changed. */
  look(cell: CountCell): void;
  /** The first alternative with the highest Σ_u n_u Σ_ω w_ω u(a, ω) at n_rising = k, exactly. */
  choose(k: number): number;
}

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
  const rows = scaledTotals(integers.flat());
  const alternatives = integers[0].length;
  return integers.map((_, u) => rows.slice(u * alternatives, (u + 1) * alternatives));
}
