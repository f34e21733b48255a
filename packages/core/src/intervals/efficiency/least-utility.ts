import type { Integral } from "../../numeric/quadrature/index.js";
import { cdfBelow } from "../distribution.js";
import { expectation } from "../expectation.js";
import { combination, type InterimAgent, typeIntervals } from "./efficient-problem.js";
import { leastGain, type WorstOff, worstOffOn } from "./worst-off.js";

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
 * On an interval k of types U′ = Q*, so U = W − c_k, W(x) = E[S(x, ·)], and participation asks c_k ≤ min (W − IR) there. Across the gap from
 * its end b to the next interval's start a incentives only ask (a − b) Q*(b) ≤ U(a) − U(b) ≤ (a − b) Q*(a), that is
 * c_{k+1} ≤ c_k + W(a) − W(b) − (a − b) Q*(b) and c_k ≤ c_{k+1} + (a − b) Q*(a) − W(a) + W(b). The largest such c are shortest paths along
 * the line: one sweep up, one down. With one interval this is generalised VCG. Any outside option will do.
 */
export function leastUtility(agent: InterimAgent, expectedWelfare: Integral): LeastUtility {
  const { distribution, breakpoints, share, welfare } = agent;
  const intervals = typeIntervals(distribution);
  const local = intervals.map((interval) => worstOffOn(agent, interval));
  const retained = largestRetained(agent, intervals, local);
  const expected = expectedUtility(agent, expectedWelfare, intervals, retained);
  const value = expectation(distribution, (x) => x * share(x), { breakpoints });
  const utility = (type: number) => {
    const next = intervals.findIndex(([, to]) => type <= to);
    return welfare(type).value - retained[next < 0 ? intervals.length - 1 : next].value;
  };
  return {
    worstOff: leastGain(local),
    utility,
    expected,
    expectedPayment: combination([1, value], [-1, expected]),
    connected: intervals.length === 1,
  };
}

/**
 * No more than E U_i(θ_i) under any rule for ties: shares at the ends of gaps are those of losing every tie below and winning every tie above.
 * Only where others have atoms at such an end does this differ from {@link leastUtility}.
 */
export function utilityWithFavourableTies(agent: InterimAgent, expectedWelfare: Integral): Integral {
  const intervals = typeIntervals(agent.distribution);
  const local = intervals.map((interval) => worstOffOn(agent, interval));
  const near = (x: number, sign: number) => agent.share(x + sign * TIE * Math.max(Math.abs(x), 1e-3));
  const retained = largestRetained(
    agent,
    intervals,
    local,
    (b) => near(b, -1),
    (a) => near(a, 1),
  );
  return expectedUtility(agent, expectedWelfare, intervals, retained);
}

/** Beside an atom, in units of its size. */
const TIE = 1e-11;

type Intervals = readonly (readonly [from: number, to: number])[];

/** E W − Σ_k Pr(interval k) c_k. */
function expectedUtility(
  { distribution }: InterimAgent,
  expectedWelfare: Integral,
  intervals: Intervals,
  retained: readonly Integral[],
): Integral {
  const masses = intervals.map(([from, to]) => distribution.cdf(to) - cdfBelow(distribution, from));
  return combination(
    [1, expectedWelfare],
    ...retained.map((c, k) => [intervals.length === 1 ? -1 : -masses[k], c] as const),
  );
}

/** c_k. */
function largestRetained(
  { welfare, share }: InterimAgent,
  intervals: Intervals,
  local: readonly WorstOff[],
  shareBelow = share,
  shareAbove = share,
): Integral[] {
  const retained = local.map(({ net, error }): Integral => ({ value: net, error, evaluations: 0 }));
  const gaps = intervals.slice(1).map(([a], k) => {
    const b = intervals[k][1];
    const rise = combination([1, welfare(a)], [-1, welfare(b)]);
    return { rise, least: (a - b) * shareBelow(b), most: (a - b) * shareAbove(a) };
  });
  const lower = (k: number, from: number, step: Integral) => {
    const bound = combination([1, retained[from]], [1, step]);
    if (bound.value < retained[k].value) retained[k] = bound;
  };
  gaps.forEach(({ rise, least }, k) => {
    lower(k + 1, k, { ...rise, value: Math.max(0, rise.value - least) });
  });
  for (let k = gaps.length - 1; k >= 0; k--) {
    const { rise, most } = gaps[k];
    lower(k, k + 1, { ...rise, value: Math.max(0, most - rise.value) });
  }
  return retained;
}
