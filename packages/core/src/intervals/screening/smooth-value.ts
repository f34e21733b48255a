import { numericDerivative } from "./numeric-derivative.js";

/** What a quantity x is worth to a type θ, in money, with the derivatives that are known; all in doubles, pure. */
export interface SmoothValue {
  /** v(x, θ). */
  value(quantity: number, type: number): number;
  /** v_θ(x, θ). Default: taken numerically. */
  byType?(quantity: number, type: number): number;
  /** v_x(x, θ); may be infinite at an end of the quantities. Default: taken numerically. */
  byQuantity?(quantity: number, type: number): number;
  /** v_xθ(x, θ). Default: the derivative of v_θ in x (or of v_x in θ), taken numerically. */
  crossDerivative?(quantity: number, type: number): number;
}

/** A {@link SmoothValue} with all its derivatives. */
export interface CompleteValue {
  value(quantity: number, type: number): number;
  byType(quantity: number, type: number): number;
  byQuantity(quantity: number, type: number): number;
  crossDerivative(quantity: number, type: number): number;
}

/** Where a value may be evaluated: derivatives taken numerically keep to these intervals (ends may be infinite). */
export interface Domain {
  readonly quantities: readonly [low: number, high: number];
  readonly types: readonly [low: number, high: number];
}

/**
 * The value with numeric derivatives where none are given: good to about 1e-11 of the largest value nearby for one derivative, 1e-8 for
 * the second that v_xθ needs when neither v_θ nor v_x is given; see {@link numericDerivative}.
 */
export function completeValue(given: SmoothValue, { quantities, types }: Domain): CompleteValue {
  const value = (x: number, type: number) => given.value(x, type);
  const byType = given.byType
    ? (x: number, type: number) => given.byType!(x, type)
    : (x: number, type: number) => numericDerivative((at) => value(x, at), type, types).value;
  const byQuantity = given.byQuantity
    ? (x: number, type: number) => given.byQuantity!(x, type)
    : (x: number, type: number) => numericDerivative((at) => value(at, type), x, quantities).value;
  const crossDerivative = (x: number, type: number) => {
    if (given.crossDerivative) return given.crossDerivative(x, type);
    return given.byType || !given.byQuantity
      ? numericDerivative((at) => byType(at, type), x, quantities).value
      : numericDerivative((at) => byQuantity(x, at), type, types).value;
  };
  return { value, byType, byQuantity, crossDerivative };
}
