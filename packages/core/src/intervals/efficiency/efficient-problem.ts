import { fail } from "../../numeric/candor-error.js";
import type { Integral } from "../../numeric/quadrature/index.js";
import type { Distribution } from "../distribution.js";
import type { OutsideOption } from "./outside-option.js";

/** What everyone brings: a private type, independent of the others', and an outside option. */
export interface Participant {
  readonly name: string;
  readonly distribution: Distribution;
  readonly outside: OutsideOption;
}

/** The efficient rule as one agent sees it when the others report truthfully. */
export interface InterimAgent extends Participant {
  /** E[S(x, θ_{−i})]: expected total value. */
  welfare(type: number): Integral;
  /** Q_i*(x) = E[k_i(x, θ_{−i})], the derivative of `welfare`; at a tie by the rule that `choose` uses. */
  share(type: number): number;
  /** Where the share is not smooth. */
  readonly breakpoints: readonly number[];
}

/**
 * Agents with utility θ_i k_i − t_i and a rule that maximises S(θ) = Σ_i θ_i k_i. A cost of the public good enters by measuring types net
 * of an equal part of it, so that payments Σ t_i = 0 are payments on top of those parts.
 */
export interface EfficientProblem {
  readonly agents: readonly InterimAgent[];
  /** E S(θ). */
  readonly expectedWelfare: Integral;
  /** k_i(θ). */
  choose(types: ArrayLike<number>): number[];
  /** k_i where the rule chooses the same at every profile. */
  readonly always?: readonly number[];
}

/** S(θ) = Σ_i θ_i k_i(θ). */
export function welfareAt(problem: EfficientProblem, types: ArrayLike<number>): number {
  return problem.choose(types).reduce((sum, k, i) => sum + (k === 0 ? 0 : k * types[i]), 0);
}

/** Errors: `too-few-agents` below two; `infinite-mean` where a mean does not exist. */
export function requireParticipants(participants: readonly { readonly distribution: Distribution }[]): void {
  if (participants.length < 2)
    fail("too-few-agents", "agents", "Payments between agents need at least two of them.", {
      received: String(participants.length),
    });
  participants.forEach(({ distribution }, i) => {
    if (!Number.isFinite(distribution.mean))
      fail("infinite-mean", `agents[${i}]`, `The mean of ${distribution.name} must be finite.`);
  });
}

/** Where types are: the maximal intervals between gaps, single atoms as intervals of length 0; increasing. */
export function typeIntervals({ pieces, atoms }: Distribution): [from: number, to: number][] {
  const all = [...pieces, ...atoms.map(({ at }) => [at, at] as const)].sort(
    (a, b) => a[0] - b[0] || a[1] - b[1],
  );
  const merged: [number, number][] = [];
  for (const [from, to] of all) {
    const last = merged[merged.length - 1];
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

/** Sums values and errors of integrals, each times its weight. */
export function combination(...terms: readonly (readonly [weight: number, term: Integral])[]): Integral {
  let [value, error, evaluations] = [0, 0, 0];
  for (const [weight, term] of terms) {
    value += weight * term.value;
    error += Math.abs(weight) * (term.error + 2 ** -52 * Math.abs(term.value));
    evaluations += term.evaluations;
  }
  return { value, error, evaluations };
}
