import { type Integral, integrate } from "../../numeric/quadrature/index.js";
import { survival } from "../distribution.js";
import { expectation } from "../expectation.js";
import { combination } from "./efficient-problem.js";
import { featureMarks } from "./feature-marks.js";
import { gaps, type VirtualScale } from "./virtual-scale.js";

/** What one agent is expected to get and to pay when it gets Q(φ̄(x)). */
export interface InterimTotals {
  /** E Q. */
  readonly probability: Integral;
  /** E[x Q]. */
  readonly value: Integral;
  /** E[virtual value at weight 1 · Q]: the most it can be made to pay when its lowest type is left with nothing. */
  readonly revenue: Integral;
}

/**
 * Expectations over one agent's type of a share Q that is nondecreasing in the virtual value z, with jumps and kinks at `levels`.
 * Revenue is taken by parts, ∫ Q (x f − (1 − F)) dx, less Q·gap·Pr(beyond) where types have a gap: nothing is divided by a density.
 */
export function interimTotals(
  scale: VirtualScale,
  share: (z: number) => number,
  levels: readonly number[],
): InterimTotals {
  const { distribution, stretches } = scale;
  const breakpoints = kinks(scale, levels);
  const none: Integral = { value: 0, error: 0, evaluations: 0 };
  let [probability, value, revenue] = [none, none, none];
  for (const { from, to, level, below, above, mass, value: mean } of stretches) {
    if (level !== undefined) {
      const got = exactly(share(level));
      const rents = (below === 1 ? 0 : from * (1 - below)) - (above === 0 ? 0 : to * above);
      probability = combination([1, probability], [mass, got]);
      value = combination([1, value], [mean, got]);
      revenue = combination([1, revenue], [rents, got]);
      continue;
    }
    const got = (x: number) => share(scale.virtual(x));
    const options = { breakpoints, over: [from, to] as const, atoms: false };
    const gain = expectation(distribution, (x) => x * got(x), options);
    const rent = integrate((x) => got(x) * survival(distribution, x), from, to, { breakpoints });
    probability = combination([1, probability], [1, expectation(distribution, got, options)]);
    value = combination([1, value], [1, gain]);
    revenue = combination([1, revenue], [1, gain], [-1, rent]);
  }
  for (const [type, length, beyond] of gaps(distribution))
    revenue = combination([1, revenue], [-length * beyond, exactly(share(scale.virtual(type)))]);
  return { probability, value, revenue };
}

/** E Q alone, quickly, for it is asked often. */
export function meanShare(
  scale: VirtualScale,
  share: (z: number) => number,
  levels: readonly number[],
): Integral {
  const { distribution, stretches, virtual } = scale;
  const options = { breakpoints: kinks(scale, levels), tolerance: 1e-12, mostEvaluations: 4000 };
  const parts = stretches.map(({ from, to, level, mass }): readonly [number, Integral] => {
    if (level !== undefined) return [mass, exactly(share(level))];
    const poles = [from, to].some((x) => distribution.density(x) === Infinity);
    const got = (x: number) => share(virtual(x));
    return [
      1,
      poles
        ? expectation(distribution, got, { ...options, over: [from, to], atoms: false })
        : integrate((x) => got(x) * distribution.density(x), from, to, options),
    ];
  });
  return combination(...parts);
}

/** U(x) = ∫ Q over the types below x; across a gap the share of its lower end counts. */
export function interimUtility(
  scale: VirtualScale,
  share: (z: number) => number,
  levels: readonly number[],
  type: number,
): number {
  const breakpoints = kinks(scale, levels);
  const got = (x: number) => share(scale.virtual(x));
  let total = 0;
  for (const { from, to } of scale.stretches)
    if (from < type) total += integrate(got, from, Math.min(to, type), { breakpoints }).value;
  for (const [end, length] of gaps(scale.distribution)) if (end < type) total += length * got(end);
  return total;
}

function exactly(value: number): Integral {
  return { value, error: 2 ** -50 * Math.abs(value), evaluations: 1 };
}

/** Types at the levels, ends of stretches, and where the distribution has its features. */
function kinks(scale: VirtualScale, levels: readonly number[]): number[] {
  const types = [...new Set(levels)].filter(Number.isFinite).map((z) => scale.threshold(z));
  const ends = scale.stretches.flatMap(({ from, to }) => [from, to]);
  return [...types, ...ends, ...featureMarks(scale.distribution)].filter(Number.isFinite);
}
