import { typeAt } from "./dominant-profiles.js";
import type { DominantProgram, IncentiveRows } from "./dominant-program.js";

export interface Separation {
  /** Constraints to add. */
  readonly rows: IncentiveRows;
  /** The largest violation of any incentive constraint, in the program's unit. */
  readonly worst: number;
}

/** Of each type at each profile this many constraints at most are added at once, the most violated. */
const MOST_A_TYPE = 8;

/**
 * Looks through all incentive constraints, at one representative of each orbit of (bidder, profile).
 *
 * @param x by column: allocation and utilities in the program's unit
 * @param known constraints already present, by truth · types + report; added to
 * O(representatives · types · goods).
 */
export function violatedIncentives(
  { profiles, orbits, values }: DominantProgram,
  truths: Int32Array,
  x: Float64Array,
  tolerance: number,
  known: Set<number>,
): Separation {
  const { count, goods, sizes, strides } = profiles;
  const { allocationColumn, utilityColumn } = orbits;
  const rows = { truth: [] as number[], report: [] as number[] };
  const most = Math.max(...sizes);
  let worst = 0;
  for (const truth of truths) {
    const bidder = Math.floor(truth / count);
    const type = typeAt(profiles, bidder, truth % count);
    const own = values[bidder];
    const broken: { readonly report: number; readonly violation: number }[] = [];
    for (let report = 0; report < sizes[bidder]; report++) {
      const lie = truth + (report - type) * strides[bidder];
      let violation = x[utilityColumn[lie]] - x[utilityColumn[truth]];
      for (let g = 0; g < goods; g++)
        violation += (own[type * goods + g] - own[report * goods + g]) * x[allocationColumn[lie * goods + g]];
      if (violation <= tolerance && violation <= worst) continue;
      worst = Math.max(worst, violation);
      if (violation > tolerance && !known.has(truth * most + report)) broken.push({ report, violation });
    }
    broken.sort((a, b) => b.violation - a.violation);
    for (const { report } of broken.slice(0, MOST_A_TYPE)) {
      known.add(truth * most + report);
      rows.truth.push(truth);
      rows.report.push(report);
    }
  }
  return { rows, worst };
}
