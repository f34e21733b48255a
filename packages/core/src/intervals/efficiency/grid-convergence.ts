import { fail } from "../../numeric/candor-error.js";
import { type DiscretizationRule, discretize } from "../discretize.js";
import { discrete } from "../families/discrete.js";
import { allocationProblem } from "./allocation-problem.js";
import { balancedDecision } from "./balanced-mechanism.js";
import type { Participant } from "./efficient-problem.js";
import { generalisedVcg } from "./generalised-vcg.js";

/** The same problem with finitely many types. */
export interface GridStep {
  /** Types an agent, before equal ones are joined. */
  readonly points: number;
  /** The largest expected surplus: everyone is left the least interim utilities, by paths of incentive constraints between types. */
  readonly best: number;
  /** The surplus of VCG at the worst-off types, which on finitely many types may collect less. */
  readonly vcg: number;
  /** |best − limit| and |vcg − limit|. */
  readonly bestError: number;
  readonly vcgError: number;
  /** The exponent r with which each error fell like points^−r since the step before; absent at the first, and where an error is 0. */
  readonly bestRate?: number;
  readonly vcgRate?: number;
}

export interface GridConvergence {
  /** The largest expected surplus on the distributions themselves. */
  readonly limit: { readonly value: number; readonly error: number };
  readonly rule: DiscretizationRule;
  readonly steps: readonly GridStep[];
}

/**
 * What an efficient mechanism can collect when types lie on a grid, next to the value on intervals: the finite problem is one of atoms
 * without density, with the same outside options, ties to the first. As the grid grows both surpluses meet the limit where types come
 * from intervals; where they have gaps VCG stays below.
 * @param options.sizes increasing, default 10, 20, 40. @param options.rule how distributions are put on a grid, default equally likely types.
 * @throws CandorError `bad-count` for sizes that are not increasing integers ≥ 2, and those of {@link allocationProblem}, {@link discretize}.
 * Complexity: n·points² operations a size.
 */
export function gridConvergence(
  participants: readonly Participant[],
  {
    sizes = [10, 20, 40],
    rule = "quantile",
    units = 1,
  }: { readonly sizes?: readonly number[]; readonly rule?: DiscretizationRule; readonly units?: number } = {},
): GridConvergence {
  if (!sizes.every((size, k) => Number.isSafeInteger(size) && size >= 2 && (k === 0 || size > sizes[k - 1])))
    fail("bad-count", "sizes", "Numbers of types must be increasing integers, at least 2.", {
      received: sizes.join(", "),
    });
  const { value, error } = balancedDecision(allocationProblem(participants, { units })).surplus;
  const steps: GridStep[] = [];
  for (const points of sizes) {
    const finite = participants.map((participant) => {
      const { values, probabilities } = discretize(participant.distribution, points, rule);
      return { ...participant, distribution: discrete(values, probabilities) };
    });
    const problem = allocationProblem(finite, { units });
    const best = balancedDecision(problem).surplus.value;
    const vcg = generalisedVcg(problem).surplus.value;
    const step = { points, best, vcg, bestError: Math.abs(best - value), vcgError: Math.abs(vcg - value) };
    const before = steps[steps.length - 1];
    const rates = before && {
      ...rateOf("bestRate", before.bestError, step.bestError, points / before.points),
      ...rateOf("vcgRate", before.vcgError, step.vcgError, points / before.points),
    };
    steps.push({ ...step, ...rates });
  }
  return { limit: { value, error }, rule, steps };
}

function rateOf<K extends string>(
  key: K,
  before: number,
  after: number,
  growth: number,
): { [k in K]?: number } {
  if (before === 0 || after === 0) return {};
  return { [key]: Math.log(before / after) / Math.log(growth) } as { [k in K]?: number };
}
