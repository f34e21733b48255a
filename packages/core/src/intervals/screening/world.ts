import { fail } from "../../numeric/candor-error.js";
import { type Distribution, survival } from "../distribution.js";
import { numericDerivative } from "./numeric-derivative.js";
import type { PrincipalValue, QuantityInterval, ScreeningProblem } from "./problem.js";
import { reflected } from "./reflected.js";
import { remembering } from "./remembering.js";
import { type CompleteValue, completeValue } from "./smooth-value.js";
import type { Knot } from "./type-cells.js";

/** A screening problem with every derivative, higher types wanting more: reflected (θ becomes −θ) where differences decrease. */
export interface World {
  readonly reflected: boolean;
  readonly value: CompleteValue;
  readonly principal: Required<PrincipalValue>;
  readonly quantities: QuantityInterval;
  /** The only quantities there are; absent on an interval. */
  readonly list?: readonly number[];
  readonly distribution: Distribution;
  outside(type: number): number;
  /** IR′. */
  outsideSlope(type: number): number;
  readonly constantOutside: boolean;
  /** Inside the interval of quantities, increasing. */
  readonly quantityBreakpoints: readonly number[];
  /** Of values and distribution, increasing. */
  readonly typeBreakpoints: readonly number[];
}

/** Errors: `bad-quantities`, `unbounded-support`. */
export function worldOf(problem: ScreeningProblem, reflect: boolean): World {
  const sign = reflect ? -1 : 1;
  const distribution = remembering(reflect ? reflected(problem.distribution) : problem.distribution);
  const { interval, list } = readQuantities(problem.quantities);
  if (distribution.support[0] === -Infinity)
    fail(
      "unbounded-support",
      "distribution",
      `The type that gains least from trade must exist; truncate the distribution ${reflect ? "from above" : "from below"}.`,
    );
  const domain = { quantities: [interval.from, interval.to], types: problem.distribution.support } as const;
  const given = completeValue(problem.value, domain);
  const { outside = 0 } = problem;
  const breakpoints = [
    ...(problem.typeBreakpoints ?? []).map((at) => sign * at),
    ...distribution.breakpoints,
  ];
  return {
    reflected: reflect,
    value: reflect ? reflectedValue(given) : given,
    principal: completePrincipal(
      problem.principal ?? { value: () => 0, byQuantity: () => 0 },
      interval,
      sign,
    ),
    quantities: interval,
    ...(list && { list }),
    distribution,
    outside: typeof outside === "number" ? () => outside : (type) => outside(sign * type),
    outsideSlope: slopeOf(problem, sign, distribution),
    constantOutside: typeof outside === "number",
    quantityBreakpoints: increasing(problem.quantityBreakpoints ?? []).filter(
      (x) => x > interval.from && x < interval.to,
    ),
    typeBreakpoints: increasing(breakpoints),
  };
}

function slopeOf(
  { outside = 0, outsideSlope }: ScreeningProblem,
  sign: number,
  { support }: Distribution,
): (type: number) => number {
  if (typeof outside === "number") return () => 0;
  if (outsideSlope) return (type) => sign * outsideSlope(sign * type);
  return (type) => numericDerivative((at) => outside(sign * at), type, support).value;
}

function reflectedValue(given: CompleteValue): CompleteValue {
  return {
    value: (x, type) => given.value(x, -type),
    byType: (x, type) => -given.byType(x, -type),
    byQuantity: (x, type) => given.byQuantity(x, -type),
    crossDerivative: (x, type) => -given.crossDerivative(x, -type),
  };
}

function completePrincipal(
  given: PrincipalValue,
  { from, to }: QuantityInterval,
  sign: number,
): Required<PrincipalValue> {
  const value = (x: number, type: number) => given.value(x, sign * type);
  return {
    dependsOnType: given.dependsOnType ?? false,
    value,
    byQuantity: given.byQuantity
      ? (x, type) => given.byQuantity!(x, sign * type)
      : (x, type) => numericDerivative((at) => value(at, type), x, [from, to]).value,
  };
}

/** The interval X spans, and the list where X is finite. Errors: `bad-quantities`. */
export function readQuantities(quantities: ScreeningProblem["quantities"]) {
  if (!("length" in quantities)) {
    if (!(quantities.from < quantities.to) || quantities.from === -Infinity)
      fail("bad-quantities", "quantities", "Quantities need a finite lower end below the upper end.", {
        received: `[${quantities.from}, ${quantities.to}]`,
      });
    return { interval: quantities };
  }
  const list = increasing(quantities);
  if (list.length < 2 || list.length < quantities.length || !list.every(Number.isFinite))
    fail("bad-quantities", "quantities", "List at least two different finite quantities.");
  return { interval: { from: list[0], to: list[list.length - 1] }, list };
}

/** Sorted, without repetitions. */
export function increasing(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}

/** The knot between the types below θ and the rest; not for an atom. */
export function knotAt({ distribution }: World, at: number): Knot {
  return { at, survival: survival(distribution, at) };
}
