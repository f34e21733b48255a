import type { Distribution } from "../distribution.js";
import type { SmoothValue } from "./smooth-value.js";

/** What a quantity is worth to the principal, payments apart, in money: −c(x) for a cost. */
export interface PrincipalValue {
  /** v^P(x, θ); the type is used only with `dependsOnType`. */
  value(quantity: number, type: number): number;
  /** v^P_x(x, θ). Default: taken numerically. */
  byQuantity?(quantity: number, type: number): number;
  /** Default false: private values. */
  readonly dependsOnType?: boolean;
}

/** All quantities between two numbers; `to` may be infinite. */
export interface QuantityInterval {
  readonly from: number;
  readonly to: number;
}

/**
 * A principal sells quantities (or qualities, or buys with negative payments) to an agent whose type θ only the agent knows. The agent's
 * utility is v(x, θ) − t, the principal's v^P(x, θ) + t.
 */
export interface ScreeningProblem {
  /** The agent's v; differences must increase in θ everywhere, or decrease everywhere. */
  readonly value: SmoothValue;
  /** Default 0: revenue. */
  readonly principal?: PrincipalValue;
  /** X: an interval, or finitely many quantities in increasing order. */
  readonly quantities: QuantityInterval | readonly number[];
  /** θ ~ F; gaps and atoms are allowed. */
  readonly distribution: Distribution;
  /** What every type gets by staying away, or IR(θ). Default 0. */
  readonly outside?: number | ((type: number) => number);
  /** IR′(θ) where IR varies. Default: taken numerically. */
  readonly outsideSlope?: (type: number) => number;
  /** Quantities at which v or v^P is not differentiable in x. */
  readonly quantityBreakpoints?: readonly number[];
  /** Types at which v, v^P or IR is not differentiable in θ. */
  readonly typeBreakpoints?: readonly number[];
}

/** A principal who pays c(x) for the quantity x; `derivative` is c′, taken numerically when absent. */
export function costs(
  cost: (quantity: number) => number,
  derivative?: (quantity: number) => number,
): PrincipalValue {
  return {
    value: (x) => -cost(x),
    ...(derivative && { byQuantity: (x: number) => -derivative(x) }),
  };
}
