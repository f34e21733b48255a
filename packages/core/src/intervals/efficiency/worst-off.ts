import { fail } from "../../numeric/candor-error.js";
import { minimise } from "../../numeric/minimise.js";
import { integrate } from "../../numeric/quadrature/index.js";
import { findRoot } from "../../numeric/roots.js";
import { type InterimAgent, typeIntervals } from "./efficient-problem.js";

/** The types that gain least from taking part in an efficient mechanism. */
export interface WorstOff {
  /** θ̲_i ∈ argmin E[S(θ_i, ·)] − IR_i(θ_i); an infinite end where the infimum is only approached. */
  readonly type: number;
  /** Those next to it that do as badly to rounding: an interval where the net gain is flat, otherwise about a point. */
  readonly types: readonly [from: number, to: number];
  /** E[S(θ̲_i, ·)] − IR_i(θ̲_i). */
  readonly net: number;
  readonly error: number;
  /** `convex`: the minimum for certain, from Q_i* = IR_i′. `search`: the least of local minima seen on a fine grid; not certain. */
  readonly method: "convex" | "search";
}

/** Points a search looks at between two breakpoints. */
const SEARCH_POINTS = 97;

/**
 * The worst-off types of one agent, over the types it can have.
 * E[S(θ_i, ·)] is convex with derivative Q_i*. A concave IR_i leaves the difference convex: Q_i*(θ̲) = IR_i′(θ̲), or an end. Any other is
 * searched between its breakpoints.
 * @throws CandorError `unbounded-outside-option` when IR_i grows faster than any efficient mechanism can pay.
 */
export function worstOff(agent: InterimAgent): WorstOff {
  const { slope, concave } = agent.outside;
  const intervals = typeIntervals(agent.distribution);
  const found = intervals.map(([from, to]) =>
    concave && slope !== undefined
      ? convexMinimum(agent, (x) => agent.share(x) - slope(x), from, to)
      : searchedMinimum(agent, from, to),
  );
  return found.reduce((best, next) => (next.net < best.net ? next : best));
}

/** E[S(x, ·)] − IR(x). */
export function netGain(agent: InterimAgent, type: number): number {
  return agent.welfare(type).value - agent.outside.value(type);
}

function convexMinimum(
  agent: InterimAgent,
  derivative: (x: number) => number,
  from: number,
  to: number,
): WorstOff {
  const method = "convex";
  const rounding = 2 ** -50;
  const rising = (x: number) => (derivative(x) < -rounding ? -1 : 1);
  const falling = (x: number) => (derivative(x) > rounding ? 1 : -1);
  if (!Number.isFinite(from) && derivative(from) >= -rounding) return atInfinity(agent, derivative, from, to);
  if (!Number.isFinite(to) && derivative(to) <= rounding) return atInfinity(agent, derivative, to, from);
  const [low, high] = finiteBracket(agent, derivative, from, to);
  const first = rising(low) > 0 ? low : rising(high) < 0 ? high : findRoot(rising, low, high);
  const last = falling(high) < 0 ? high : falling(low) > 0 ? low : findRoot(falling, low, high);
  const tied = last - first > 1e-6 * (1 + Math.abs(first));
  const type = tied ? first : root(derivative, low, high);
  const welfare = agent.welfare(type);
  const net = welfare.value - agent.outside.value(type);
  return { type, types: tied ? [first, last] : [type, type], net, error: welfare.error, method };
}

/** Where a nondecreasing function crosses 0, or the end nearest to it. */
function root(f: (x: number) => number, low: number, high: number): number {
  if (f(low) >= 0) return low;
  return f(high) <= 0 ? high : findRoot(f, low, high);
}

/** The net gain falls (or stays) all the way to an infinite end; finite there only if the slopes meet. */
function atInfinity(
  agent: InterimAgent,
  derivative: (x: number) => number,
  end: number,
  other: number,
): WorstOff {
  if (Math.abs(derivative(end)) > 2 ** -40)
    fail(
      "unbounded-outside-option",
      agent.name,
      "The outside option grows faster than expected welfare: no worst-off type exists.",
      { received: `slope ${agent.outside.slope!(end)} where the share is ${agent.share(end)}` },
    );
  const start = Number.isFinite(other) ? other : agent.distribution.quantile(0.5);
  const rest = integrate(derivative, start, end, { breakpoints: agent.breakpoints });
  const welfare = agent.welfare(start);
  const net = welfare.value - agent.outside.value(start) + rest.value;
  return { type: end, types: [end, end], net, error: welfare.error + rest.error, method: "convex" };
}

/** Finite ends between which the derivative changes sign as it does between the given ones. */
function finiteBracket(
  agent: InterimAgent,
  derivative: (x: number) => number,
  from: number,
  to: number,
): [number, number] {
  const middle = agent.distribution.quantile(0.5);
  const reach = (end: number, sign: number) => {
    if (Number.isFinite(end)) return end;
    let step = 1;
    while (sign * derivative(middle + sign * step) <= 0) step *= 2;
    return middle + sign * step;
  };
  return [reach(from, -1), reach(to, 1)];
}

function searchedMinimum(agent: InterimAgent, from: number, to: number): WorstOff {
  const { quantile, breakpoints } = agent.distribution;
  const low = Number.isFinite(from) ? from : quantile(1e-12);
  const high = Number.isFinite(to) ? to : quantile(1 - 1e-12);
  const found = minimise((x) => netGain(agent, x), low, high, {
    breakpoints: [...breakpoints, ...agent.breakpoints, ...(agent.outside.breakpoints ?? [])],
    samples: SEARCH_POINTS,
    tolerance: 2 ** -50,
  });
  const { error } = agent.welfare(found.at);
  return { type: found.at, types: found.interval, net: found.value, error, method: "search" };
}
