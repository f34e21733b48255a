import { add, compare, divide, multiply, type Rational, subtract, ZERO } from "../numeric/rational.js";
import type { Multiplier } from "./case-tree.js";
import type { Design } from "./design.js";

/** A design with a mechanism: what a point of a frontier consists of. */
export type SolvedDesign = Extract<Design, { kind: "optimal" | "bracket" }>;

/** ε ↦ height + slope · (ε − at): no mechanism is worth more at any ε. */
export interface EpsilonLine {
  readonly at: Rational;
  readonly height: Rational;
  readonly slope: Rational;
  /** The design whose multipliers prove it; they stay feasible when ε changes, for ε stands on the right-hand sides alone. */
  readonly proof: SolvedDesign;
}

/** Σ of the multipliers of constraints whose bound is ε: how fast the bound that multipliers prove grows with ε. */
export function epsilonSlope(multipliers: readonly Multiplier[]): Rational {
  return multipliers.reduce(
    (total, { name, price }) => (name.kind.endsWith("-ic") ? add(total, price) : total),
    ZERO,
  );
}

/** The upper bound of a design as a function of ε; `undefined` where it proved none. */
export function tangentOf(design: SolvedDesign): EpsilonLine | undefined {
  if (design.upper === undefined) return undefined;
  const at = design.question.epsilon ?? ZERO;
  return { at, height: design.upper, slope: epsilonSlope(design.multipliers), proof: design };
}

export function heightAt({ at, height, slope }: EpsilonLine, epsilon: Rational): Rational {
  return add(height, multiply(slope, subtract(epsilon, at)));
}

/** Where two lines cross; `undefined` where they are parallel. */
export function crossing(a: EpsilonLine, b: EpsilonLine): Rational | undefined {
  if (compare(a.slope, b.slope) === 0) return undefined;
  const apart = subtract(heightAt(b, a.at), a.height);
  return add(a.at, divide(apart, subtract(a.slope, b.slope)));
}
