import { compare, divide, ONE, type Rational, subtract, ZERO } from "../numeric/rational.js";
import type { Population } from "./population.js";
import { maximisers, weightedUtility } from "./weighted-utility.js";

/** Whether every mixture of the utilities has one best alternative in every state. */
export type UniqueMaximisers =
  | {
      readonly holds: true;
      /** The strict maximiser of every mixture, by state. */
      readonly favourites: readonly number[];
    }
  | {
      readonly holds: false;
      readonly state: number;
      /** λ by group, adding up to 1, at which several alternatives are best in that state. */
      readonly mixture: readonly Rational[];
      /** All of them, at least two. */
      readonly tied: readonly number[];
    };

/**
 * Decides condition (1) for every λ in Δ(U): in each state ω one a has Σ_u λ(u) u(a, ω) > Σ_u λ(u) u(b, ω) for all b ≠ a.
 *
 * It holds iff in each state one alternative is the strict maximiser of every u. Proof. "If": strict inequalities add up with weights
 * λ(u) ≥ 0, not all 0. "Only if": let the maximiser a(λ) be unique everywhere. The set {λ : a(λ) = a} is
 * {λ : Σ λ(u) (u(a, ω) − u(b, ω)) > 0 for all b ≠ a}, relatively open. These finitely many disjoint open sets cover Δ(U), which is
 * connected, so one of them is all of Δ(U), vertices included.
 *
 * Where it fails the witness is a utility with ties or, on the segment between two utilities with different strict favourites, the first
 * tie. All exact. Cost: states × groups × alternatives. Source: Basu, Optimal mechanism design with approximate incentive compatibility
 * and many players, Theorem 1.
 */
export function uniqueMaximisers({ states, groups }: Population): UniqueMaximisers {
  const favourites: number[] = [];
  for (let state = 0; state < states.length; state++) {
    const best = groups.map(({ utility }) => maximisers(utility.map((row) => row[state])));
    const indifferent = best.findIndex((each) => each.length > 1);
    if (indifferent >= 0)
      return {
        holds: false,
        state,
        mixture: groups.map((_, u) => (u === indifferent ? ONE : ZERO)),
        tied: best[indifferent],
      };
    const opposed = best.findIndex(([a]) => a !== best[0][0]);
    if (opposed >= 0) return firstTie(groups, state, best[0][0], opposed);
    favourites.push(best[0][0]);
  }
  return { holds: true, favourites };
}

/** The first λ on the way from the first group, whose favourite is `best`, to the group `opposed` at which `best` is not alone. */
function firstTie(
  groups: Population["groups"],
  state: number,
  best: number,
  opposed: number,
): UniqueMaximisers {
  const lead = (u: number, b: number) =>
    subtract(groups[u].utility[best][state], groups[u].utility[b][state]);
  let share = ONE;
  groups[0].utility.forEach((_, b) => {
    const [before, after] = [lead(0, b), lead(opposed, b)];
    if (after.n >= 0n) return;
    const crossing = divide(before, subtract(before, after));
    if (compare(crossing, share) < 0) share = crossing;
  });
  const mixture = groups.map((_, u) => (u === 0 ? subtract(ONE, share) : u === opposed ? share : ZERO));
  const tied = maximisers(weightedUtility(groups, mixture).map((row) => row[state]));
  return { holds: false, state, mixture, tied };
}
