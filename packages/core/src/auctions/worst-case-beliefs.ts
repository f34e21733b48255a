import { profileSteps } from "../design/finite-tables.js";
import {
  add,
  compare,
  divide,
  multiply,
  negate,
  type Rational,
  subtract,
  ZERO,
} from "../numeric/rational.js";
import type { CorrelatedAuction } from "./correlated-auction.js";
import { linearDependence } from "./linear-dependence.js";
import { axisOf, positionOf } from "./lines.js";

/** Beliefs π*_i about the others' values; positions beyond `counts[i]` have no probability above them and hold no belief. */
export interface WorstCaseBeliefs {
  /** How many positions of a bidder, from the lowest, hold a belief. */
  readonly counts: readonly number[];
  /** π*_i(v_{−i} | v_i) at [bidder][profile], row-major; 0 where there is no belief. */
  readonly beliefs: readonly (readonly Rational[])[];
  /** μ_i(v_i) = Σ_{v_{−i}} S_i(v), the probability of v_i or more, at [bidder][position]. */
  readonly masses: readonly (readonly Rational[])[];
}

/**
 * The beliefs under which Bayesian mechanisms do no better than ex post ones for a regular prior (T* of Chung and Ely):
 * π*_i(v_{−i} | v_i) = Σ_{v'_i ≥ v_i} f(v'_i, v_{−i}) / Σ_{v'_i ≥ v_i, v'_{−i}} f(v'_i, v'_{−i}).
 *
 * The belief of v_i is that of the seller who has learnt no more than that the value is v_i or higher. Cost: bidders × profiles.
 * Source: Chung and Ely (2007), "Foundations of dominant-strategy mechanisms"; B. Brooks, Ex post implementation (2023).
 */
export function worstCaseBeliefs({ sizes, prior }: CorrelatedAuction<Rational>): WorstCaseBeliefs {
  const masses = sizes.map((size) => new Array<Rational>(size).fill(ZERO));
  const survivors = sizes.map((_, i) => {
    const axis = axisOf(sizes, i);
    const own = new Array<Rational>(prior.length).fill(ZERO);
    for (let k = prior.length - 1; k >= 0; k--) {
      const p = positionOf(axis, k);
      own[k] = p + 1 === axis.size ? prior[k] : add(prior[k], own[k + axis.stride]);
      masses[i][p] = add(masses[i][p], own[k]);
    }
    return own;
  });
  const beliefs = survivors.map((own, i) =>
    own.map((weight, k) =>
      weight.n === 0n ? ZERO : divide(weight, masses[i][positionOf(axisOf(sizes, i), k)]),
    ),
  );
  return { counts: masses.map((own) => own.filter(({ n }) => n > 0n).length), beliefs, masses };
}

/** π*_i(· | v_i) of every position that holds a belief, as vectors over the others' profiles. */
export function beliefVectors({ sizes }: Sizes, worst: WorstCaseBeliefs, bidder: number): Rational[][] {
  const { typeOf } = profileSteps(sizes);
  const vectors: Rational[][] = Array.from({ length: worst.counts[bidder] }, () => []);
  worst.beliefs[bidder].forEach((belief, k) => {
    vectors[typeOf(k, bidder)]?.push(belief);
  });
  return vectors;
}

type Sizes = Pick<CorrelatedAuction<Rational>, "sizes">;

/**
 * Coefficients of a vanishing combination Σ_v c_v π*_i(· | v) = 0 by bidder, `undefined` for linearly independent beliefs. Where
 * all are independent, bets can price every lie but those one step down at will, so that the best Bayesian mechanism earns the bound
 * Σ_v f(v)·max(0, max_i φ̃_i(v)) however irregular f is.
 */
export function beliefDependence(auction: Sizes, worst: WorstCaseBeliefs): (Rational[] | undefined)[] {
  return auction.sizes.map((_, i) => linearDependence(beliefVectors(auction, worst, i)));
}

/** A price on a constraint of one bidder: on participation of `type`, or on `type` gaining nothing by `report`. */
export interface BeliefMultiplier {
  readonly bidder: number;
  readonly type: number;
  readonly report?: number;
  readonly weight: Rational;
}

/** λ_i(lowest) = 1 on participation at the bottom, μ_i(v_i, next lower) = μ_i(v_i) on local downward incentives; all others 0. */
export function localMultipliers({ counts, masses }: WorstCaseBeliefs): BeliefMultiplier[] {
  return counts.flatMap((count, bidder) =>
    Array.from({ length: count }, (_, type) => ({
      bidder,
      type,
      ...(type === 0 ? {} : { report: type - 1 }),
      weight: masses[bidder][type],
    })),
  );
}

/**
 * The largest |f(v) − λ_i(v_i)π_i(v_{−i}|v_i) − Σ_{v'_i} [μ_i(v_i, v'_i)π_i(v_{−i}|v_i) − μ_i(v'_i, v_i)π_i(v_{−i}|v'_i)]| over bidders
 * and profiles: 0 exactly when the multipliers make the beliefs noisy concordant with the seller's prior f, which is the same as
 * transfer neutrality of the dual of the seller's program under these beliefs. Cost: multipliers × profiles.
 */
export function concordanceGap(
  { sizes, prior }: CorrelatedAuction<Rational>,
  { beliefs }: WorstCaseBeliefs,
  multipliers: readonly BeliefMultiplier[],
): Rational {
  const { typeOf, replace } = profileSteps(sizes);
  return sizes.reduce((most, _, i) => {
    const rest = Array.from({ length: prior.length }, (_, k) => prior[k]);
    for (const { type, report, weight } of multipliers.filter(({ bidder }) => bidder === i))
      rest.forEach((_, k) => {
        if (typeOf(k, i) !== type) return;
        const part = multiply(weight, beliefs[i][k]);
        rest[k] = subtract(rest[k], part);
        if (report === undefined) return;
        const lied = replace(k, i, report);
        rest[lied] = add(rest[lied], part);
      });
    return rest.reduce((top, left) => {
      const size = left.n < 0n ? negate(left) : left;
      return compare(size, top) > 0 ? size : top;
    }, most);
  }, ZERO);
}
