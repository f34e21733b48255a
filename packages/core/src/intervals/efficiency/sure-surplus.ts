import type { Integral } from "../../numeric/quadrature/index.js";
import { type EfficientProblem, typeIntervals, welfareAt } from "./efficient-problem.js";

/**
 * The largest surplus where no integral is needed, so that a surplus of exactly 0 is known to be 0; undefined elsewhere. Outside options
 * must be linear, S piecewise linear with kinks at ±(the other's type), as those of one object and of a public good are.
 *
 * - The rule always chooses the same k: Σ_i min_x (k_i x − IR_i(x)), for everything else cancels.
 * - Two agents, one of whom has a single type p, the other types without gaps: the first keeps what the other leaves, min_x (S(x, p) − IR(x)) − IR(p).
 */
export function sureSurplus(problem: EfficientProblem): Integral | undefined {
  const { agents, always } = problem;
  if (!agents.every(({ outside }) => outside.linear)) return undefined;
  if (always !== undefined)
    return rounded(agents.map((agent, i) => least(agent, (x) => always[i] * x - agent.outside.value(x))));
  if (agents.length !== 2) return undefined;
  const known = agents.findIndex(({ distribution: { support } }) => support[0] === support[1]);
  if (known < 0) return undefined;
  const [sure, other] = [agents[known], agents[1 - known]];
  if (typeIntervals(other.distribution).length > 1) return undefined;
  const p = sure.distribution.support[0];
  const net = (x: number) => welfareAt(problem, known === 0 ? [p, x] : [x, p]) - other.outside.value(x);
  return rounded([least(other, net, [p, -p]), -sure.outside.value(p)]);
}

/** The minimum of a convex, piecewise linear function with known kinks over an agent's types; NaN where it falls towards an infinite end. */
function least(
  { distribution }: EfficientProblem["agents"][number],
  f: (x: number) => number,
  kinks: readonly number[] = [],
): number {
  const places = typeIntervals(distribution).flatMap(([from, to]) => [
    ...[from, to].filter(Number.isFinite),
    ...kinks.filter((x) => x > from && x < to),
  ]);
  const [low, high] = distribution.support;
  const [first, last] = [Math.min(...places), Math.max(...places)];
  const falls =
    (low === -Infinity && f(first - 1) < f(first)) || (high === Infinity && f(last + 1) < f(last));
  return falls ? Number.NaN : Math.min(...places.map(f));
}

/** An exact 0 has no error. */
function rounded(terms: readonly number[]): Integral | undefined {
  const value = terms.reduce((sum, term) => sum + term, 0);
  if (!Number.isFinite(value)) return undefined;
  const size = terms.reduce((sum, term) => sum + Math.abs(term), 0);
  return { value, error: value === 0 ? 0 : 2 ** -51 * size, evaluations: 0 };
}
