import { fail } from "../../numeric/candor-error.js";
import { minimise } from "../../numeric/minimise.js";
import { integrate } from "../../numeric/quadrature/index.js";
import { findRoot } from "../../numeric/roots.js";
import { type InterimAgent, typeIntervals } from "./efficient-problem.js";

/** The types that gain least from taking part in an efficient mechanism. */
export interface WorstOff {
  /** θ̲_i ∈ argmin E[S(θ_i, ·)] − IR_i(θ_i), by `search` to some eight digits where the option has no slope; an infinite end where the infimum is only approached. */
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
 * @throws CandorError `unbounded-outside-option` when IR_i grows faster than any efficient mechanism can pay, `bad-outside-option` when it seems
 * to have a pole.
 */
export function worstOff(agent: InterimAgent): WorstOff {
  return leastGain(typeIntervals(agent.distribution).map((interval) => worstOffOn(agent, interval)));
}

/** The same over one interval of types. */
export function worstOffOn(agent: InterimAgent, [from, to]: readonly [from: number, to: number]): WorstOff {
  const { slope, concave } = agent.outside;
  if (from === to) {
    const { value, error } = agent.welfare(from);
    const net = value - agent.outside.value(from);
    return { type: from, types: [from, from], net, error, method: "convex" };
  }
  return concave && slope !== undefined
    ? convexMinimum(agent, (x) => agent.share(x) - slope(x), from, to)
    : searchedMinimum(agent, from, to);
}

/** The one with the least net gain, at a tie the first. */
export function leastGain(found: readonly WorstOff[]): WorstOff {
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
    unbounded(agent, `slope ${agent.outside.slope!(end)} where the share is ${agent.share(end)}`);
  const start = Number.isFinite(other) ? other : agent.distribution.quantile(0.5);
  // A slope of 1e-16 left at the end is rounding, which an infinite range would make infinite.
  const left = derivative(end);
  const rest = integrate((x) => derivative(x) - left, start, end, { breakpoints: agent.breakpoints });
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
  const { distribution, breakpoints, outside } = agent;
  const low = Number.isFinite(from) ? from : distribution.quantile(1e-12);
  const high = Number.isFinite(to) ? to : distribution.quantile(1 - 1e-12);
  const found = minimise((x) => netGain(agent, x), low, high, {
    breakpoints: [...distribution.breakpoints, ...breakpoints, ...(outside.breakpoints ?? [])],
    samples: SEARCH_POINTS,
    tolerance: 2 ** -50,
  });
  requireBounded(agent, found.at, low, high);
  const polished = stationaryNear(agent, found.at, low, high);
  const better =
    polished !== undefined &&
    netGain(agent, polished) <= found.value + 2 ** -48 * (1 + Math.abs(found.value));
  const type = better ? polished : found.at;
  const { error } = agent.welfare(type);
  const inside: WorstOff = { type, types: found.interval, net: found.value, error, method: "search" };
  const tails = [
    ...(Number.isFinite(from) ? [] : [tailMinimum(agent, low, -1)]),
    ...(Number.isFinite(to) ? [] : [tailMinimum(agent, high, 1)]),
  ];
  return leastGain([
    inside,
    ...tails.filter(({ net }) => net < found.value - 2 ** -48 * (1 + Math.abs(found.value))),
  ]);
}

/** Doublings with which a tail is followed. */
const DOUBLINGS = 40;

/** The least net gain beyond a point, at distances that double, until it stays the same to rounding: at infinity if it fell all the way. */
function tailMinimum(agent: InterimAgent, start: number, sign: number): WorstOff {
  const at = (type: number, net: number, error: number): WorstOff => ({
    ...{ type, types: [type, type], net, error, method: "search" },
  });
  let [last, net] = [start, netGain(agent, start)];
  let best = at(start, net, agent.welfare(start).error);
  const step = Math.max(1, Math.abs(start));
  for (let k = 0; k < DOUBLINGS; k++) {
    const next = start + sign * step * 2 ** k;
    const value = netGain(agent, next);
    const rounding = 2 ** -50 * (1 + Math.abs(agent.outside.value(next)));
    if (Math.abs(value - net) <= rounding)
      return best.type === last ? at(sign * Infinity, net, best.error) : best;
    [last, net] = [next, value];
    if (net < best.net) best = at(next, net, agent.welfare(next).error + rounding);
  }
  return best.type === last ? unbounded(agent, `net gain ${net} at ${last}`) : best;
}

/** An option that grows without bound towards a point inside has no worst-off type. */
function requireBounded({ outside, name }: InterimAgent, at: number, low: number, high: number): void {
  const seen = Array.from({ length: 65 }, (_, k) =>
    outside.value(low + ((k + 0.382) / 65.764) * (high - low)),
  );
  const most = seen.reduce((size, value) => Math.max(size, Math.abs(value)), 0);
  if (!(Math.abs(outside.value(at)) <= 1e4 * (1 + most)))
    fail("bad-outside-option", name, `The outside option seems to grow without bound near type ${at}.`, {
      received: String(outside.value(at)),
    });
}

function unbounded(agent: InterimAgent, received: string): never {
  return fail(
    "unbounded-outside-option",
    agent.name,
    "The outside option grows faster than expected welfare: no worst-off type exists.",
    { received },
  );
}

/** Where Q_i* − IR_i′ changes sign next to a point: values of the net gain tell a minimum to eight digits only, its slope to all. */
function stationaryNear(agent: InterimAgent, at: number, low: number, high: number): number | undefined {
  const { slope } = agent.outside;
  if (slope === undefined) return undefined;
  const derivative = (x: number) => agent.share(x) - slope(x);
  const reach = 1e-6 * (high - low);
  const [from, to] = [Math.max(low, at - reach), Math.min(high, at + reach)];
  return derivative(from) < 0 && derivative(to) > 0 ? findRoot(derivative, from, to) : undefined;
}
