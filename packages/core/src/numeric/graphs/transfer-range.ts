import type { Arithmetic, Table } from "../arithmetic.js";
import { type LongestPathOptions, longestPathsFrom } from "./longest-paths.js";
import type { PositiveCycle } from "./path-errors.js";
import { checkFinite, checkWeights } from "./weights.js";

export type TransferRange<N> = PaymentRange<N> | PositiveCycle<N>;

export interface PaymentRange<N> {
  readonly kind: "range";
  /** lower[t] ≤ p(t) ≤ upper[t]; at the base both equal its payment. */
  readonly lower: Table<N>;
  readonly upper: Table<N>;
  /** Why p(t) is not lower: the node after t on a longest path t → base (−1 at the base): follow it to the base. */
  readonly lowerNext: Int32Array;
  /** Why p(t) is not higher: the node before t on a longest path base → t (−1 at the base): see `pathTo`. */
  readonly upperPrevious: Int32Array;
  /** Bounds the error of every entry; 0 in exact arithmetic. */
  readonly errorBound: number;
}

/**
 * The payments that make an allocation rule incentive compatible once the payment of one type is fixed.
 *
 * Definition and derivation: with U(t) = v(x(t),t) − p(t), type t does not gain by reporting s iff
 * v(x(t),t) − p(t) ≥ v(x(s),t) − p(s), that is U(t) − U(s) ≥ w(s,t) = v(x(s),t) − v(x(s),s). Adding these inequalities along paths,
 * L(base→t) ≤ U(t) − U(base) ≤ −L(t→base), L the longest path. Both ends are attained, by all types at once:
 * U(t) = U(base) + L(base→t) satisfies every inequality because L(base→t) ≥ L(base→s) + w(s,t), and
 * U(t) = U(base) − L(t→base) because L(s→base) ≥ w(s,t) + L(t→base). The solutions are a convex set, so
 * every value between is attained too (jointly along the segment, not in every combination of types). Hence
 * p(t) ∈ [v(x(t),t) − U(base) + L(t→base), v(x(t),t) − U(base) − L(base→t)].
 *
 * @param arcs row-major, arcs[s·types + t] = w(s,t): the gain of type t over type s from the outcome of s.
 * @param outcomeValue outcomeValue[t] = v(x(t),t), in the unit of the arcs.
 * @param base the type whose payment is fixed.
 * @param options.basePayment that payment, default 0.
 * @param options.weightError doubles only: bounds |given − meant| of every arc and every outcome value, default 0.
 * @returns the range of every type's payment, or a cycle of positive weight: then no payments work at all.
 * The range is one point for every t iff revenue equivalence holds for this rule.
 * Errors: `invalid-size`, `invalid-index`, `not-finite`, `out-of-range`.
 * Complexity: that of two {@link longestPathsFrom}.
 * Source: Rochet (1987); Heydenreich, Müller, Uetz, Vohra (2009), "Characterization of revenue equivalence".
 *
 * @example
 * // Types 0 and 1 value a good at 0 and 1; only type 1 gets it: p(1) may be anything in [0, 1].
 * transferRange(float, Float64Array.of(0, 0, -1, 0), Float64Array.of(0, 1), 0)
 */
export function transferRange<N>(
  F: Arithmetic<N>,
  arcs: Table<N>,
  outcomeValue: Table<N>,
  base: number,
  options: LongestPathOptions & { readonly basePayment?: N } = {},
): TransferRange<N> {
  const types = outcomeValue.length;
  checkWeights(F, arcs, types, options.weightError);
  const payment = options.basePayment ?? F.zero;
  checkFinite(F, outcomeValue, "outcomeValue", types);
  checkFinite(F, [payment], "options.basePayment", types);
  const fromBase = longestPathsFrom(F, arcs, types, base, options);
  if (fromBase.kind === "positive-cycle") return fromBase;
  const toBase = longestPathsFrom(F, transposed(F, arcs, types), types, base, options);
  if (toBase.kind === "positive-cycle") return { ...toBase, cycle: reversed(toBase.cycle) };
  const lower = F.table(types) as Table<N>;
  const upper = F.table(types) as Table<N>;
  let magnitude = 0;
  for (let t = 0; t < types; t++) {
    const difference = F.subtract(outcomeValue[t], outcomeValue[base]);
    lower[t] = F.add(F.add(difference, payment), toBase.potentials[t]);
    upper[t] = F.subtract(F.add(difference, payment), fromBase.potentials[t]);
    for (const term of [outcomeValue[t], outcomeValue[base], payment, lower[t], upper[t]])
      magnitude = Math.max(magnitude, Math.abs(F.toNumber(term)));
  }
  const pathError = Math.max(fromBase.errorBound, toBase.errorBound);
  const inputError = F.kind === "exact" ? 0 : 2 * (options.weightError ?? 0);
  const errorBound = pathError + inputError + F.errorBound(4, 5 * magnitude);
  return {
    kind: "range",
    lower,
    upper,
    lowerNext: toBase.predecessor,
    upperPrevious: fromBase.predecessor,
    errorBound,
  };
}

function transposed<N>(F: Arithmetic<N>, arcs: Table<N>, types: number): Table<N> {
  const result = F.table(types * types) as Table<N>;
  for (let s = 0; s < types; s++) for (let t = 0; t < types; t++) result[t * types + s] = arcs[s * types + t];
  return result;
}

/** The cycle run backwards, from its smallest node still. */
function reversed(cycle: readonly number[]): number[] {
  return [cycle[0], ...cycle.slice(1).reverse()];
}
