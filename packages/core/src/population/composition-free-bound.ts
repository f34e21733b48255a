import { WIDE_ZERO, type WideNumber, wideNumber } from "../numeric/wide-number.js";
import type { PopulationStudy } from "./incentives.js";
import { distinctAlternatives, scaledUtilities } from "./line-chooser.js";
import { sharedSums } from "./shared-sums.js";
import { signalPairs } from "./signal-pairs.js";
import type { CountCell } from "./sweep.js";
import { largestSize } from "./widening.js";

/**
 * A bound on ε*(n) for every composition: at each vector of counts every lie takes the alternative that is best for the liar among those
 * that are not worse than another one for all groups at that posterior (no composition chooses these). Rounding and counts left out are
 * added.
 *
 * Up to that it is at most `expectedShift(…).byRange`, since what a count adds is at most half the range of a utility times ‖Δπ‖₁ there; and
 * it does not see that one composition has to serve at all counts. Cost: cells × lies × alternatives × pairs of states.
 */
export function compositionFreeBound(study: PopulationStudy, players: number): WideNumber {
  const { groups } = study.population;
  const m = study.signals.signals;
  const { contrasts, differences, pairs } = study;
  const lies = groups.flatMap((_, u) => signalPairs(m).map(([s, t]) => ({ u, s, t })));
  const constantOf = ({ u, s, t }: (typeof lies)[number]) =>
    Math.max(
      0,
      ...pairs.map((_, p) => largestSize(differences[p][u].map((d) => d * contrasts[p][s * m + t]))),
    );
  const { sums, errors, reference } = sharedSums(study, players, {
    reports: Int32Array.from(lies, ({ t }) => t),
    constants: Float64Array.from(lies, constantOf),
    evaluatorFor: (roundingError) => {
      const candidates = candidatesOf(study, roundingError);
      return (cell, shares, values) => {
        const chosen = candidates(cell);
        lies.forEach(({ u, s, t }, j) => {
          let best = Number.NEGATIVE_INFINITY;
          for (const a of chosen) {
            let value = 0;
            for (let p = 0; p < pairs.length; p++)
              value += contrasts[p][s * m + t] * shares[p] * differences[p][u][a];
            if (value > best) best = value;
          }
          values[j] = best;
        });
      };
    },
  });
  const most = sums.reduce((top, each, j) => Math.max(top, each + errors[j]), 0);
  return most > 0 ? wideNumber(most * (1 + 2 ** -48), reference) : WIDE_ZERO;
}

/** The alternatives that are not certainly worse than another one for every group at the posterior of a cell. */
function candidatesOf(
  { units }: PopulationStudy,
  roundingError: number,
): (cell: CountCell) => readonly number[] {
  const alternatives = distinctAlternatives(units.integers);
  const scores = scaledUtilities(units.integers);
  const margin = 2 * roundingError + 2 ** -49;
  const [values, sizes] = [0, 1].map(() => scores.map((group) => new Float64Array(group.length)));
  const worse = (a: number, b: number) =>
    values.every((own, u) => own[b] - own[a] > margin * (sizes[u][a] + sizes[u][b]) + 1e-290);
  return ({ weights }) => {
    for (let u = 0; u < scores.length; u++)
      for (const a of alternatives) {
        const row = scores[u][a];
        let [value, size] = [0, 0];
        for (let s = 0; s < weights.length; s++) {
          value += weights[s] * row[s];
          size += weights[s] * Math.abs(row[s]);
        }
        values[u][a] = value;
        sizes[u][a] = size;
      }
    return alternatives.filter((a) => !alternatives.some((b) => worse(a, b)));
  };
}
