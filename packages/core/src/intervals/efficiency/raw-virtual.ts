import { integrate } from "../../numeric/quadrature/index.js";
import { findRoot } from "../../numeric/roots.js";
import { cdfBelow, type Distribution, massAt, survival } from "../distribution.js";
import { expectation } from "../expectation.js";
import { featureMarks } from "./feature-marks.js";

/** φ_α before ironing, and its limits from the right and from the left. */
export interface RawVirtual {
  at(x: number): number;
  after(x: number): number;
  before(x: number): number;
}

/** An interval on which cdf and density are smooth, or an atom. */
export interface SmoothStretch {
  readonly from: number;
  readonly to: number;
}

export function rawVirtual(distribution: Distribution, weight: number): RawVirtual {
  const at = (x: number) => {
    const beyond = weight * survival(distribution, x);
    if (beyond === 0) return x;
    const density = distribution.density(x);
    return density === 0 ? -Infinity : x - beyond / density;
  };
  const step = (x: number) => 2 ** -50 * Math.max(Math.abs(x), 1e-3);
  const limit = (x: number, sign: number) => (Number.isFinite(x) ? at(x + sign * step(x)) : x);
  return { at, after: (x) => limit(x, 1), before: (x) => limit(x, -1) };
}

/** Pieces cut at the breakpoints, and atoms; increasing. */
export function smoothStretches(distribution: Distribution): SmoothStretch[] {
  const pieces = distribution.pieces.flatMap(([from, to]) => {
    const inner = distribution.breakpoints.filter((x) => x > from && x < to);
    const cuts = [from, ...inner, to];
    return cuts.slice(1).map((cut, k) => ({ from: cuts[k], to: cut }));
  });
  const atoms = distribution.atoms.map(({ at }) => ({ from: at, to: at }));
  return [...pieces, ...atoms].sort((a, b) => a.from - b.from || a.to - b.to);
}

/** Where an increasing function crosses z, the ends included; an infinite end is reached by doubling. */
export function crossing(f: (x: number) => number, z: number, from: number, to: number): number {
  const finite = Number.isFinite(from) ? from : Number.isFinite(to) ? to : 0;
  const reach = (end: number, sign: number) => {
    if (Number.isFinite(end)) return end;
    let step = 1;
    while (sign * (f(finite + sign * step) - z) < 0 && step < 2 ** 1000) step *= 2;
    return finite + sign * step;
  };
  const [low, high] = [reach(from, -1), reach(to, 1)];
  if (f(low) >= z) return low;
  return f(high) <= z ? high : findRoot((x) => f(x) - z, low, high);
}

/**
 * ∫ y f(y) dy over an interval, without atoms. Where none lies inside, by parts, a·Pr + ∫ (F(b) − F(y)) dy, which no infinite density can disturb.
 */
export function smoothValue(distribution: Distribution, from: number, to: number): number {
  const { atoms, cdf } = distribution;
  const finite = Number.isFinite(from) && Number.isFinite(to);
  if (!finite || atoms.some(({ at }) => at > from && at < to))
    return expectation(distribution, (x) => x, { over: [from, to], atoms: false }).value;
  // From the smaller tail, or rounding would keep the integrator busy.
  const upper = cdf(from) > 0.5;
  const end = upper ? survival(distribution, to) + massAt(distribution, to) : cdfBelow(distribution, to);
  const until = (y: number) => Math.max(0, upper ? survival(distribution, y) - end : end - cdf(y));
  const options = { breakpoints: featureMarks(distribution), mostEvaluations: 4000 };
  return from * until(from) + integrate(until, from, to, options).value;
}
