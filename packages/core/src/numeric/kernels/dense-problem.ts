import { fail } from "../candor-error.js";
import { type AxisLayout, axisLayout, type ProfileLayout, profileLayout } from "./layout.js";

/** A direct mechanism with one-dimensional types, given by dense tables that a reader supplies. */
export interface DenseProblem {
  /** Number of types of each agent; profiles are row-major, the last agent fastest. */
  readonly shape: readonly number[];
  /** values[i][t]: what one unit is worth to agent i of type t. */
  readonly values: readonly Float64Array[];
  /** outside[i][t]: what agent i of type t gets by staying away. */
  readonly outside: readonly Float64Array[];
  /** Independent beliefs with one probability per type, or a joint prior that the reader supplies. */
  readonly beliefs:
    | { readonly kind: "independent"; readonly marginals: readonly Float64Array[] }
    | { readonly kind: "joint" };
  /** Refuse allocations whose sum over agents exceeds this (by more than 1e-9); no limit if absent. */
  readonly totalAtMost?: number;
  /** Always multiply by the whole prior; by default a certified skeleton of its rows stands in where there is one. */
  readonly fullPrior?: boolean;
}

export interface DensePlan {
  readonly layout: ProfileLayout;
  /** One per agent under a joint prior, else empty. */
  readonly axes: readonly AxisLayout[];
}

const MOST_TYPES_JOINT = 2000;
const LONGEST_ROW = 2 ** 21;

/** Checks the problem and fixes how its tables are walked. Throws `invalid-shape`, `invalid-beliefs`, `too-large`. */
export function densePlan(problem: DenseProblem): DensePlan {
  const { shape, beliefs } = problem;
  const layout = profileLayout(shape);
  if (layout.rowLength > LONGEST_ROW) {
    fail("too-large", "shape", `One agent has more than ${LONGEST_ROW} types; coarsen its types.`);
  }
  for (const [name, arrays] of Object.entries({ values: problem.values, outside: problem.outside })) {
    checkArrays(name, arrays, shape);
  }
  if (beliefs.kind === "independent") {
    checkArrays("beliefs.marginals", beliefs.marginals, shape);
    beliefs.marginals.forEach(checkMarginal);
    return { layout, axes: [] };
  }
  if (shape.some((types) => types > MOST_TYPES_JOINT)) {
    fail("too-large", "shape", `A joint prior is supported up to ${MOST_TYPES_JOINT} types per agent.`);
  }
  return { layout, axes: shape.map((_, agent) => axisLayout(shape, agent)) };
}

function checkArrays(name: string, arrays: readonly Float64Array[], shape: readonly number[]): void {
  if (arrays.length !== shape.length)
    fail("invalid-shape", name, `Give one array per agent, ${shape.length} in all.`);
  arrays.forEach((array, i) => {
    const path = `${name}[${i}]`;
    if (array.length !== shape[i])
      fail("invalid-shape", path, `Give one number per type, ${shape[i]} in all.`);
    const bad = array.findIndex((x) => !Number.isFinite(x));
    if (bad >= 0) fail("bad-cell", `${path}[${bad}]`, "Every entry has to be a finite number.");
  });
}

function checkMarginal(marginal: Float64Array, i: number): void {
  const path = `beliefs.marginals[${i}]`;
  if (marginal.some((m) => m < 0)) fail("invalid-beliefs", path, "A probability is negative.");
  const sum = marginal.reduce((a, b) => a + b, 0);
  if (Math.abs(sum - 1) > 1e-9)
    fail("invalid-beliefs", path, `Probabilities add up to ${sum}; make them add up to 1.`);
}
