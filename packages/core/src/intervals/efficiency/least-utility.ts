import { fail } from "../../numeric/candor-error.js";
import { type Integral, integrate } from "../../numeric/quadrature/index.js";
import { findRoot } from "../../numeric/roots.js";
import { survival } from "../distribution.js";
import { expectation } from "../expectation.js";
import { combination, type InterimAgent, typeIntervals } from "./efficient-problem.js";
import { type WorstOff, worstOff } from "./worst-off.js";

/** The least interim utilities that an efficient, incentive-compatible rule everyone joins can leave an agent. */
export interface LeastUtility {
  readonly worstOff: WorstOff;
  /** U_i(x) for a type x that occurs. */
  utility(type: number): number;
  /** E U_i(θ_i). */
  readonly expected: Integral;
  /** E[θ_i Q_i*(θ_i) − U_i(θ_i)]: the most the agent can be made to pay in expectation. */
  readonly expectedPayment: Integral;
  /** Whether types come from one interval, so that revenue equivalence holds and this is generalised VCG at the worst-off type. */
  readonly connected: boolean;
}

/**
 * The least U with U(x) ≥ IR(x) and U(x) − U(y) ≥ (x − y) Q*(y) for all types x, y.
 *
 * On one interval U′ = Q* and U = E[S(x, ·)] − min(E[S] − IR). Across a gap from b up to a incentives only ask
 * (a − b) Q*(b) ≤ U(a) − U(b) ≤ (a − b) Q*(a), so less must be left: above the anchor the smaller slope counts, below it the larger. The
 * anchor is where Q* crosses IR′; where that happens inside a gap both its ends are held to IR.
 * @throws CandorError `gap-needs-concave-option` for types with gaps and an outside option that is not declared concave, or with an
 * infinite worst-off type.
 */
export function leastUtility(agent: InterimAgent, expectedWelfare: Integral): LeastUtility {
  const lowest = worstOff(agent);
  const value = expectation(agent.distribution, (x) => x * agent.share(x), {
    breakpoints: agent.breakpoints,
  });
  const connected = typeIntervals(agent.distribution).length === 1;
  const net = { value: lowest.net, error: lowest.error, evaluations: 0 };
  const { utility, expected } = connected
    ? {
        utility: (type: number) => agent.welfare(type).value - lowest.net,
        expected: combination([1, expectedWelfare], [-1, net]),
      }
    : acrossGaps(agent);
  const expectedPayment = combination([1, value], [-1, expected]);
  return { worstOff: lowest, utility, expected, expectedPayment, connected };
}

type Side = "above" | "below";

function acrossGaps(agent: InterimAgent): { utility: (type: number) => number; expected: Integral } {
  const { distribution, outside } = agent;
  const [below, above] = anchors(agent);
  const intervals = typeIntervals(distribution);
  const one = () => 1;
  const utility = (type: number) =>
    type >= above
      ? outside.value(above) + slopeIntegral(agent, intervals, above, type, "above", one).value
      : outside.value(below) - slopeIntegral(agent, intervals, type, below, "below", one).value;
  const [low, high] = distribution.support;
  const massBelow = below < above ? distribution.cdf(below) : 0;
  const fixed = outside.value(above) * (1 - massBelow) + outside.value(below) * massBelow;
  const gain = slopeIntegral(agent, intervals, above, high, "above", (x) => survival(distribution, x));
  const loss = slopeIntegral(agent, intervals, low, below, "below", (x) => distribution.cdf(x));
  return {
    utility,
    expected: combination([1, { value: fixed, error: 0, evaluations: 0 }], [1, gain], [-1, loss]),
  };
}

/** The types held to their outside option: one twice, or the two ends of a gap. */
function anchors(agent: InterimAgent): [below: number, above: number] {
  const { outside, share } = agent;
  if (!outside.concave || outside.slope === undefined)
    return fail(
      "gap-needs-concave-option",
      agent.name,
      "Types with gaps need an outside option that is linear or declared concave, with its slope.",
    );
  const slope = outside.slope;
  const excess = (x: number) => share(x) - slope(x);
  let previous: number | undefined;
  for (const [from, to] of typeIntervals(agent.distribution)) {
    if (excess(from) >= 0) return [previous ?? from, from];
    if (excess(to) >= 0) {
      const type = Number.isFinite(to) ? findRoot(excess, from, to) : worstOff(agent).type;
      return [type, type];
    }
    previous = to;
  }
  if (previous === undefined || !Number.isFinite(previous))
    return fail("gap-needs-concave-option", agent.name, "The worst-off type must be finite here.");
  return [previous, previous];
}

/** ∫ of the binding slope of U times a weight: Q* on types; on a gap the share of its lower end (`above`) or of its upper end. */
function slopeIntegral(
  agent: InterimAgent,
  intervals: readonly (readonly [number, number])[],
  from: number,
  to: number,
  side: Side,
  weight: (x: number) => number,
): Integral {
  const breakpoints = [...agent.breakpoints, ...agent.distribution.breakpoints];
  let total: Integral = { value: 0, error: 0, evaluations: 0 };
  intervals.forEach(([low, high], k) => {
    const part = integrate((x) => agent.share(x) * weight(x), ...clipped(low, high, from, to), {
      breakpoints,
    });
    total = combination([1, total], [1, part]);
    if (k + 1 === intervals.length) return;
    const [start, end] = clipped(high, intervals[k + 1][0], from, to);
    const share = agent.share(side === "above" ? high : intervals[k + 1][0]);
    total = combination(
      [1, total],
      [(end - start) * share, { value: weight(start), error: 0, evaluations: 0 }],
    );
  });
  return total;
}

function clipped(low: number, high: number, from: number, to: number): [number, number] {
  const start = Math.min(Math.max(low, from), Math.max(to, from));
  return [start, Math.max(start, Math.min(high, to))];
}
