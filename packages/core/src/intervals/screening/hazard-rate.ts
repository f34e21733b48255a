import { type Distribution, survival } from "../distribution.js";

/** Two types at which the hazard rate falls. */
export interface HazardWitness {
  readonly low: number;
  readonly high: number;
  /** f/(1 − F) at both. */
  readonly rates: readonly [atLow: number, atHigh: number];
}

export interface HazardRateDecision {
  /** `not-falsified`: it rises along all samples, which proves nothing between them. */
  readonly status: "violated" | "not-falsified";
  readonly witness?: HazardWitness;
  readonly examined: number;
}

/** Relative rounding granted to a hazard rate. */
const ROUNDING = 1e-9;

/** f(θ)/(1 − F(θ)): the chance of a type just above θ among those above. Infinite at the top. */
export function hazardRate(distribution: Distribution, type: number): number {
  return distribution.density(type) / survival(distribution, type);
}

/**
 * Whether the hazard rate f/(1 − F) is nondecreasing on the support, so that (1 − F)/f is nonincreasing and, with v linear in θ, nothing
 * is bunched. Sought: the pair of types with the largest relative fall among `samples` of equal probability, the two sides of every
 * breakpoint included. Gaps are falls to 0. An atom makes the rate infinite at its point: types above it are a fall.
 * Complexity: `samples` densities. Source: Barlow, Marshall, Proschan (1963).
 */
export function monotoneHazardRate(distribution: Distribution, samples = 2000): HazardRateDecision {
  const types = sampleTypes(distribution, samples);
  let [worst, witness]: [number, HazardWitness | undefined] = [0, undefined];
  let [peak, peakAt] = [0, types[0]];
  for (const type of types) {
    const rate = rateAt(distribution, type);
    if (Number.isNaN(rate)) continue;
    const fall = peak === Infinity ? (rate < Infinity ? 1 : 0) : 1 - rate / peak;
    if (rate < peak && fall > Math.max(worst, ROUNDING)) {
      worst = fall;
      witness = { low: peakAt, high: type, rates: [peak, rate] };
    }
    if (rate > peak) [peak, peakAt] = [rate, type];
  }
  return {
    status: witness ? "violated" : "not-falsified",
    ...(witness && { witness }),
    examined: types.length,
  };
}

function rateAt(distribution: Distribution, type: number): number {
  return distribution.atoms.some(({ at }) => at === type) ? Infinity : hazardRate(distribution, type);
}

/** Types short of the very top, where f/(1 − F) is 0/0 or lost to rounding. */
function sampleTypes(distribution: Distribution, samples: number): number[] {
  const { support, breakpoints, pieces } = distribution;
  const types = new Set(
    Array.from({ length: samples }, (_, k) => distribution.quantile((k + 0.5) / samples)),
  );
  for (const at of breakpoints) {
    const step = 1e-9 * Math.max(1e-3, Math.abs(at));
    for (const x of [at - step, at, at + step]) types.add(x);
  }
  for (let k = 1; k < pieces.length; k++)
    if (pieces[k][0] > pieces[k - 1][1]) types.add((pieces[k][0] + pieces[k - 1][1]) / 2);
  const inside = (x: number) => x >= support[0] && x < support[1] && survival(distribution, x) > 1e-6;
  return [...types].filter(inside).sort((a, b) => a - b);
}
