import {
  type DissolutionBidding,
  type DissolvableShares,
  type Distribution,
  dissolutionBidding,
  dissolutionSurplus,
  dissolvableShares,
  type EfficientProblem,
  type Estimate,
  easiestShares,
  partnership,
} from "@candor/core/intervals";
import { CandorError, toDouble } from "@candor/core/numeric";
import type { Progress } from "../progress.js";
import { type BalanceFindings, balanceFindings } from "./examine-efficient.js";
import type { StatedPartnership } from "./read-partners.js";

/** An answer, or why there is none. */
export type Possible<T> = { readonly answer: T } | { readonly reason: string };

export interface PartnershipFindings extends BalanceFindings {
  readonly stated: StatedPartnership;
  /** The shares as doubles. */
  readonly shares: readonly number[];
  /** The shares with the largest surplus. */
  readonly easiest: Possible<EasiestShares>;
  readonly dissolvable: Possible<DissolvableSet>;
  readonly bidding: Possible<DissolutionBidding>;
}

export interface EasiestShares {
  readonly shares: readonly number[];
  readonly surplus: Estimate;
}

/** A convex set of shares by its boundary, as `dissolvableShares` finds it. */
export interface DissolvableSet extends Pick<DissolvableShares, "boundary"> {
  /** For two partners: from which to which share of partner 1. */
  readonly ends?: readonly Estimate[];
}

/** All that `candor partnership` answers. Errors: those of `partnership`. */
export function examinePartnership(stated: StatedPartnership, progress: Progress): PartnershipFindings {
  const { distributions } = stated;
  const shares = stated.shares.map(toDouble);
  progress.step("the partnership as stated");
  const { problem, decision } = partnership(distributions, shares);
  const balance = balanceFindings(problem, decision);
  const easiest = easiestFor(stated, problem);
  progress.step("dissolvable shares");
  const set = possible(() => dissolvableSet(problem, distributions));
  const dissolvable = "reason" in set && "reason" in easiest && shares.length <= 3 ? easiest : set;
  progress.step("the bidding game");
  return {
    ...balance,
    ...{ stated, shares, easiest, dissolvable },
    bidding: stated.alike
      ? possible(() => dissolutionBidding(distributions[0], shares))
      : { reason: "The bidding game is for partners whose values have one distribution." },
  };
}

/** What cannot be asked of this partnership is left out of the answer, with the reason. */
function possible<T>(work: () => T): Possible<T> {
  try {
    return { answer: work() };
  } catch (error) {
    if (!(error instanceof CandorError)) throw error;
    return { reason: error.problems[0].message };
  }
}

/** Errors: those of `dissolvableShares`. */
function dissolvableSet(problem: EfficientProblem, distributions: readonly Distribution[]): DissolvableSet {
  const { easiest: inside, boundary } = dissolvableShares(distributions);
  if (distributions.length !== 2) return { boundary };
  // The surplus is concave: beyond its zero it falls at least as fast as it fell on average on the way there.
  const ends = boundary.map(({ shares: [value, other], onEdge }): Estimate => {
    if (onEdge) return { value, error: 0 };
    const left = dissolutionSurplus(problem, [value, other]);
    const slope = inside.surplus / Math.abs(value - inside.shares[0]);
    return { value, error: (Math.abs(left.value) + left.error) / slope + 2 ** -51 };
  });
  return { boundary, ends };
}

/**
 * Shares are easiest when all partners are worst off at one type (those without a share: there or above), for the surplus is concave with
 * the slopes −v_i; and when they are equal, for alike partners among whom ties (which go to the first) have no weight. What `easiestShares` finds may be neither where types do not overlap.
 */
function easiestFor(
  { distributions, alike }: StatedPartnership,
  problem: EfficientProblem,
): Possible<EasiestShares> {
  const found = possible(() => easiestShares(problem));
  if (!("answer" in found)) return found;
  const { type, shares } = found.answer;
  const equal = shares.every((r) => Math.abs(r - 1 / shares.length) < 1e-9);
  const { decision } = partnership(distributions, shares);
  const slack = 1e-6 * (1 + Math.abs(type));
  const meet = decision.least.every(
    ({ worstOff: { types } }, i) =>
      (shares[i] < 1e-12 || types[0] <= type + slack) && types[1] >= type - slack,
  );
  if ((alike && equal && distributions[0].atoms.length === 0) || (decision.connected && meet))
    return { answer: { shares, surplus: dissolutionSurplus(problem, shares) } };
  return { reason: "not determined, because no one type is worst off for all partners." };
}
