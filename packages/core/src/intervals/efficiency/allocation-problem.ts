import { fail } from "../../numeric/candor-error.js";
import { type Integral, integrate } from "../../numeric/quadrature/index.js";
import { cdfBelow, type Distribution, survival } from "../distribution.js";
import { cumulative } from "./cumulative.js";
import {
  combination,
  type EfficientProblem,
  type Participant,
  requireParticipants,
} from "./efficient-problem.js";
import { featureMarks } from "./feature-marks.js";
import { requireFiniteOption } from "./outside-option.js";

/**
 * `units` equal units among n agents who want one each and of whom exactly `units` get one: S(θ) = the sum of the largest types.
 *
 * With N_y the number of (other) agents above y, by structure and never on a grid of profiles:
 * Q_i*(x) = Pr(N_x < units), E S = units·a + ∫_a^∞ E min(N_y, units) dy − ∫_{−∞}^a E(units − min(N_y, units)) dy for any a. With one unit
 * Q_i* = Π_{j≠i} F_j. Ties go to the agent listed first.
 * @throws CandorError `too-few-agents`, `infinite-mean`, `bad-outside-option`; `bad-units` unless 1 ≤ units < n.
 * Complexity: n·units operations a point of a quadrature; E[S(x, ·)] one integral between two marks after the first call.
 * Source: Efficient mechanism design, section 1, for one unit.
 */
export function allocationProblem(
  participants: readonly Participant[],
  { units = 1 }: { readonly units?: number } = {},
): EfficientProblem {
  requireParticipants(participants);
  if (!Number.isInteger(units) || units < 1 || units >= participants.length)
    fail("bad-units", "units", "There must be at least one unit and fewer units than agents.", {
      received: String(units),
    });
  const distributions = participants.map(({ distribution }) => distribution);
  const agents = participants.map((participant, i) => {
    requireFiniteOption(participant.outside, participant.distribution, `agents[${i}].outside`);
    const others = distributions.filter((_, j) => j !== i);
    const share = (type: number) => winningProbability(distributions, i, type, units);
    const breakpoints = marks(others);
    return {
      ...participant,
      breakpoints,
      // W′ = Q_i*: one value of W and integrals of the share, which are cheaper.
      welfare: cumulative(share, breakpoints, expectedTop(others, units, breakpoints[0])),
      share,
    };
  });
  const always = alwaysChosen(distributions, units);
  return {
    agents,
    expectedWelfare: expectedTop(distributions, units),
    choose: (types) => largest(types, units),
    ...(always === undefined ? {} : { always }),
  };
}

/** Who gets a unit whatever the types are: `units` agents whose lowest types are no smaller than all others' highest. */
function alwaysChosen(distributions: readonly Distribution[], units: number): number[] | undefined {
  const lows = distributions.map(({ support }) => support[0]);
  const chosen = largest(lows, units);
  const least = Math.min(...lows.filter((_, i) => chosen[i] === 1));
  const apart = distributions.every(({ support }, i) => chosen[i] === 1 || support[1] <= least);
  return apart ? chosen : undefined;
}

/** 1 for the `units` largest, ties to the first. */
function largest(types: ArrayLike<number>, units: number): number[] {
  const order = Array.from(types, (_, i) => i).sort((i, j) => types[j] - types[i] || i - j);
  const chosen = new Array<number>(types.length).fill(0);
  for (const i of order.slice(0, units)) chosen[i] = 1;
  return chosen;
}

/** Pr(fewer than `units` others are ahead of agent i with type x): j < i is ahead at a tie. */
function winningProbability(all: readonly Distribution[], i: number, x: number, units: number): number {
  const ahead: number[] = [];
  all.forEach((other, j) => {
    if (j !== i) ahead.push(j < i ? 1 - cdfBelow(other, x) : survival(other, x));
  });
  return 1 - cappedCounts(ahead, units)[units];
}

/** Pr(min(number of successes, cap) = c) for independent events. */
function cappedCounts(probabilities: readonly number[], cap: number): Float64Array {
  const counts = new Float64Array(cap + 1);
  counts[0] = 1;
  for (const p of probabilities) {
    counts[cap] += counts[cap - 1] * p;
    for (let c = cap - 1; c > 0; c--) counts[c] = counts[c] * (1 - p) + counts[c - 1] * p;
    counts[0] *= 1 - p;
  }
  return counts;
}

/** E of the sum of the `units` largest of the independent numbers and, where given, the sure number `own`. */
function expectedTop(distributions: readonly Distribution[], units: number, own?: number): Integral {
  const points = [...marks(distributions), ...(own === undefined ? [] : [own])];
  const low = Math.min(...distributions.map(({ support }) => support[0]), own ?? Infinity);
  const high = Math.max(...distributions.map(({ support }) => support[1]), own ?? -Infinity);
  const anchor = Number.isFinite(low) ? low : 0;
  /** E min(N_y, units). */
  const above = (y: number) => {
    const sure = own !== undefined && own > y ? 1 : 0;
    const counts = cappedCounts(
      distributions.map((distribution) => survival(distribution, y)),
      units,
    );
    return counts.reduce((sum, p, c) => sum + p * Math.min(c + sure, units), 0);
  };
  const upper = integrate(above, anchor, Math.max(high, anchor), { breakpoints: points });
  const lower = integrate((y) => units - above(y), Math.min(low, anchor), anchor, { breakpoints: points });
  return combination([1, { value: units * anchor, error: 0, evaluations: 0 }], [1, upper], [-1, lower]);
}

function marks(distributions: readonly Distribution[]): number[] {
  return [...new Set(distributions.flatMap(featureMarks))].sort((a, b) => a - b);
}
