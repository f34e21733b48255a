import type { Distribution } from "../distribution.js";
import { massAt } from "../distribution.js";
import type { VirtualSample } from "./revenue-arcs.js";
import { probabilityAtLeast } from "./value-range.js";

/** Two values in increasing order at which something that should not fall falls. */
export interface Fall {
  readonly low: number;
  readonly high: number;
  readonly before: number;
  /** At the lower end of a gap −∞ for a virtual value, 0 for a hazard rate. */
  readonly after: number;
}

export interface ShapeVerdict {
  readonly holds: boolean;
  /** The largest fall found; absent when it holds. */
  readonly fall?: Fall;
}

/** The largest fall beyond rounding among some values, by increasing value. */
export function largestFall(samples: readonly VirtualSample[]): Fall | undefined {
  let peak: VirtualSample | undefined;
  let worst: { readonly fall: Fall; readonly depth: number } | undefined;
  for (const sample of samples) {
    if (peak === undefined || sample.level > peak.level) peak = sample;
    const depth = peak.level - sample.level - peak.noise - sample.noise;
    if (depth > 0 && (worst === undefined || depth > worst.depth))
      worst = {
        depth,
        fall: { low: peak.value, high: sample.value, before: peak.level, after: sample.level },
      };
  }
  return worst?.fall;
}

/**
 * Whether the hazard rate f/(1 − F) = 1/(v − ψ) is nondecreasing where F < 1; at an atom it is infinite, for atoms alone
 * Pr(v = x)/Pr(v ≥ x), and 0 in a gap. Decided at the values of `samples`, up to rounding: a fall narrower than their distance can hide.
 */
export function monotoneHazardRate(
  distribution: Distribution,
  samples: readonly VirtualSample[],
): ShapeVerdict {
  const discrete = distribution.pieces.length === 0;
  const hazards = samples.map(({ value, level, noise }): VirtualSample => {
    const mass = massAt(distribution, value);
    if (mass > 0 && level > -Infinity)
      return { value, level: discrete ? mass / probabilityAtLeast(distribution, value) : Infinity, noise: 0 };
    const inverse = value - level;
    return { value, level: 1 / inverse, noise: inverse > 0 && inverse < Infinity ? noise / inverse ** 2 : 0 };
  });
  const fall = largestFall(hazards);
  return { holds: fall === undefined, ...(fall === undefined ? {} : { fall }) };
}
