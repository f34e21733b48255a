import type { Integral } from "../../numeric/quadrature/index.js";
import { findRoot } from "../../numeric/roots.js";
import { expectation } from "../expectation.js";
import { combination, type EfficientProblem, type InterimAgent, typeIntervals } from "./efficient-problem.js";
import { externality } from "./generalised-vcg.js";
import { netGain, worstOff } from "./worst-off.js";

/** Who would rather stay away from the expected externality mechanism. */
export interface ParticipationGap {
  readonly agent: number;
  /** Intervals of types with U_i^A(x) < IR_i(x); none when everyone joins, or loses no more than the error. */
  readonly types: readonly (readonly [from: number, to: number])[];
  /** The type that loses most and IR_i − U_i^A there (≤ 0: the margin by which it joins). */
  readonly worst: number;
  readonly shortfall: number;
  readonly error: number;
}

/** The expected externality (AGV) mechanism. */
export interface ExpectedExternality {
  /** t_i^A(θ) = Σ_{j≠i} e_j(θ_j)/(n − 1) − e_i(θ_i), which add up to 0 at every profile. */
  payments(types: readonly number[]): number[];
  /** c_i^A = Σ_{j≠i} E e_j(θ_j)/(n − 1), so that E[t_i | x] = c_i^A − e_i(x) and U_i^A(x) = E[S(x, ·)] − c_i^A. */
  readonly constants: readonly Integral[];
  interimPayment(agent: number, type: number): number;
  interimUtility(agent: number, type: number): number;
  readonly participation: readonly ParticipationGap[];
}

/**
 * The expected externality mechanism of an efficient problem: e_i(x) = E[S_{−i}(x, ·)].
 * Where participation fails is found for certain for concave outside options; for others between the breakpoints and 400 more points.
 * Source: d'Aspremont and Gérard-Varet (1979); Efficient mechanism design, Definition 3, where e_j is summed over the wrong index.
 */
export function expectedExternality(problem: EfficientProblem): ExpectedExternality {
  const { agents, expectedWelfare } = problem;
  const partners = agents.length - 1;
  const expected = agents.map(({ distribution, share, breakpoints }) =>
    combination([1, expectedWelfare], [-1, expectation(distribution, (x) => x * share(x), { breakpoints })]),
  );
  const constants = agents.map((_, i) =>
    combination(...expected.filter((_, j) => j !== i).map((term) => [1 / partners, term] as const)),
  );
  const interimUtility = (i: number, type: number) => agents[i].welfare(type).value - constants[i].value;
  return {
    payments(types) {
      const given = agents.map((agent, i) => externality(agent, types[i]));
      const total = given.reduce((sum, e) => sum + e, 0);
      return given.map((e) => (total - e) / partners - e);
    },
    constants,
    interimPayment: (i, type) => constants[i].value - externality(agents[i], type),
    interimUtility,
    participation: agents.map((agent, i) => participationGap(agent, i, constants[i])),
  };
}

function participationGap(agent: InterimAgent, i: number, constant: Integral): ParticipationGap {
  const lowest = worstOff(agent);
  const { type: worst, method } = lowest;
  const shortfall = constant.value - lowest.net;
  const error = constant.error + lowest.error + 2 ** -52 * Math.abs(constant.value);
  const found = { agent: i, worst, shortfall, error };
  if (!(shortfall > error)) return { ...found, types: [] };
  const margin = (x: number) => netGain(agent, x) - constant.value;
  const { quantile, support } = agent.distribution;
  const low = Number.isFinite(support[0]) ? support[0] : quantile(1e-15);
  const high = Number.isFinite(support[1]) ? support[1] : quantile(1 - 1e-15);
  const losers =
    method === "convex"
      ? [convexLosers(margin, support, low, high, worst)]
      : scannedLosers(margin, scannedTypes(agent, low, high, worst));
  const types = typeIntervals(agent.distribution).flatMap(([from, to]) =>
    losers.map(([a, b]): [number, number] => [Math.max(a, from), Math.min(b, to)]).filter(([a, b]) => a <= b),
  );
  return { ...found, types };
}

/** The one interval around the worst-off type where a convex margin is negative. */
function convexLosers(
  margin: (x: number) => number,
  support: readonly [number, number],
  low: number,
  high: number,
  worst: number,
): [number, number] {
  const centre = Math.min(Math.max(worst, low), high);
  if (!(margin(centre) < 0)) return [worst, worst];
  return [
    margin(low) <= 0 ? support[0] : findRoot(margin, low, centre),
    margin(high) <= 0 ? support[1] : findRoot(margin, centre, high),
  ];
}

/** Types to look at: by equal steps and by equal probabilities, so that neither a wide nor a narrow part is stepped over. */
function scannedTypes(
  { distribution, breakpoints, outside }: InterimAgent,
  low: number,
  high: number,
  worst: number,
): number[] {
  const shares = Array.from({ length: 201 }, (_, k) => k / 200);
  const all = [
    ...shares.map((share) => low + share * (high - low)),
    ...shares.map(distribution.quantile),
    ...[...distribution.breakpoints, ...breakpoints, ...(outside.breakpoints ?? []), worst],
  ];
  return [...new Set(all)].filter((x) => x >= low && x <= high).sort((a, b) => a - b);
}

function scannedLosers(margin: (x: number) => number, points: readonly number[]): [number, number][] {
  const found: [number, number][] = [];
  let start: number | undefined = margin(points[0]) < 0 ? points[0] : undefined;
  for (let k = 1; k < points.length; k++) {
    const loses = margin(points[k]) < 0;
    if (loses === (start !== undefined)) continue;
    const crossing = findRoot(margin, points[k - 1], points[k]);
    if (loses) start = crossing;
    else {
      found.push([start!, crossing]);
      start = undefined;
    }
  }
  return start === undefined ? found : [...found, [start, points[points.length - 1]]];
}
