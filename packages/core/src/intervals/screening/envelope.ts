import { fail } from "../../numeric/candor-error.js";
import { type Integral, integrate } from "../../numeric/quadrature/index.js";
import { numericDerivative } from "./numeric-derivative.js";
import type { CompleteValue, Domain, SmoothValue } from "./smooth-value.js";

/** A rule that gives every type a quantity. */
export interface QuantityRule {
  /** x(θ). */
  quantity(type: number): number;
  /** Types at which x jumps or has a kink, in any order. */
  readonly breakpoints?: readonly number[];
  /** The types there are; `from` is finite. */
  readonly types: readonly [from: number, to: number];
}

/** What truth-telling leaves to a type and takes from it, if the rule is incentive compatible. */
export interface Envelope {
  /** V(θ) = V(θ_low) + ∫ v_θ(x(s), s) ds over [θ_low, θ], with the error of the integral. */
  utility(type: number): Integral;
  /** t(θ) = v(x(θ), θ) − V(θ). */
  payment(type: number): number;
}

/**
 * Utility and payments that incentive compatibility forces on a quantity rule, up to the utility of the lowest type: the envelope theorem.
 * x may jump: where it does the utility has a kink. Under increasing differences the rule with these payments is incentive compatible
 * iff x is nondecreasing; `checkScreening` looks for a lie that pays.
 * Errors: `out-of-range` for a type outside. Complexity: one integral for each stretch between breakpoints, kept, and one for each call.
 * Source: Milgrom and Segal, Econometrica 70 (2002), Theorem 2; its bound |v_θ| ≤ an integrable function is the caller's to check.
 */
export function envelope(
  rule: QuantityRule,
  value: Pick<CompleteValue, "value" | "byType">,
  lowestUtility: number,
): Envelope {
  const [from, to] = rule.types;
  const ends = [...new Set([from, ...(rule.breakpoints ?? []).filter((at) => at > from && at < to)])].sort(
    (a, b) => a - b,
  );
  const slope = (type: number) => value.byType(rule.quantity(type), type);
  const known: Integral[] = [{ value: lowestUtility, error: 0, evaluations: 0 }];
  const start = (k: number): Integral => {
    for (let next = known.length; next <= k; next++)
      known.push(sum(known[next - 1], integrate(slope, ends[next - 1], ends[next])));
    return known[k];
  };
  const utility = (type: number) => {
    if (!(type >= from && type <= to))
      fail("out-of-range", "type", `The types are [${from}, ${to}].`, { received: String(type) });
    const k = ends.filter((at) => at <= type).length - 1;
    return sum(start(k), integrate(slope, ends[k], type));
  };
  return { utility, payment: (type) => value.value(rule.quantity(type), type) - utility(type).value };
}

function sum(a: Integral, b: Integral): Integral {
  return { value: a.value + b.value, error: a.error + b.error, evaluations: a.evaluations + b.evaluations };
}

/** Where a given derivative differs most from the numeric one. */
export interface DerivativeDifference {
  readonly derivative: "byType" | "byQuantity" | "crossDerivative";
  readonly quantity: number;
  readonly type: number;
  readonly given: number;
  readonly numeric: number;
  /** Of the numeric derivative. */
  readonly error: number;
}

/**
 * Compares the derivatives given with numeric ones on a grid inside the domain (finite intervals), ends left out. Returns those whose
 * difference exceeds 10 times the numeric error + 1e-7 relatively, the worst place of each; empty when all agree. v_xθ is compared with
 * the numeric derivative of v_θ as given.
 */
export function derivativeCheck(
  value: SmoothValue,
  { quantities, types }: Domain,
  samples = 12,
): DerivativeDifference[] {
  const numeric = {
    byType: (x: number, type: number) => numericDerivative((at) => value.value(x, at), type, types),
    byQuantity: (x: number, type: number) => numericDerivative((at) => value.value(at, type), x, quantities),
    crossDerivative: (x: number, type: number) =>
      numericDerivative((at) => value.byType?.(at, type) ?? Number.NaN, x, quantities),
  };
  const inside = ([low, high]: readonly [number, number], k: number) =>
    low + ((high - low) * (k + 0.5)) / samples;
  return (["byType", "byQuantity", "crossDerivative"] as const).flatMap((derivative) => {
    let [worst, found]: [number, DerivativeDifference[]] = [1, []];
    for (let k = 0; k < samples ** 2 && value[derivative]; k++) {
      const [quantity, type] = [inside(quantities, k % samples), inside(types, Math.floor(k / samples))];
      const given = value[derivative]!(quantity, type);
      const { value: number, error } = numeric[derivative](quantity, type);
      const excess = Math.abs(given - number) / (10 * error + 1e-7 * (1 + Math.abs(given)));
      if (excess > worst)
        [worst, found] = [excess, [{ derivative, quantity, type, given, numeric: number, error }]];
    }
    return found;
  });
}
