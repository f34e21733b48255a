import type { Arithmetic } from "../../numeric/arithmetic.js";
import {
  checkFamily,
  type Family,
  type FamilyOptions,
  type FamilyStatus,
  type Quadruple,
  quadruple,
  signRange,
} from "./family.js";

export interface SingleCrossing<N> {
  readonly status: FamilyStatus;
  /** A certain violation when violated; an undecided one when unknown; absent when it holds. */
  readonly quadruple?: Quadruple<N>;
}

/**
 * Whether a family of functions of an ordered choice has the single crossing property.
 *
 * Definition: for all θ'' > θ' and x'' > x', f(x'',θ') − f(x',θ') ≥ 0 implies f(x'',θ'') − f(x',θ'') ≥ 0, and > 0 implies > 0.
 * Equivalently the sign of f(x'',·) − f(x',·) never falls as θ rises, which one sweep over θ per pair (x', x'') decides.
 *
 * @param family family[θ][x], both in increasing order.
 * @param options.valueError doubles only: error bound of every entry; 0 makes the decision exact.
 * @returns the status, with the violating quadruple first in the order of x', then x'', then θ''; θ' is the first
 * parameter at which the sign was largest before. One choice or one parameter: holds.
 * Errors: `invalid-size`, `not-finite`, `out-of-range`.
 * Complexity: O(|X|²·|Θ|).
 * Source: Milgrom and Shannon (1994), "Monotone comparative statics".
 *
 * @example
 * singleCrossing(float, [[0, 1], [0, -1]]).status // "violated": the sign falls from + to −
 */
export function singleCrossing<N>(
  F: Arithmetic<N>,
  family: Family<N>,
  options: FamilyOptions = {},
): SingleCrossing<N> {
  const choices = checkFamily(F, family, options);
  let doubt: Quadruple<N> | undefined;
  for (let low = 0; low < choices; low++) {
    for (let high = low + 1; high < choices; high++) {
      const found = fallingSign(F, family, low, high, options.valueError ?? 0);
      if (found?.certain) return { status: "violated", quadruple: found.quadruple };
      doubt ??= found?.quadruple;
    }
  }
  return doubt === undefined ? { status: "holds" } : { status: "unknown", quadruple: doubt };
}

/** A fall of the sign of f(high,·) − f(low,·), a certain one if there is any. */
function fallingSign<N>(F: Arithmetic<N>, family: Family<N>, low: number, high: number, error: number) {
  let surelyReached = { sign: -1, at: 0 };
  let perhapsReached = { sign: -1, at: 0 };
  let doubt: { certain: boolean; quadruple: Quadruple<N> } | undefined;
  for (let theta = 0; theta < family.length; theta++) {
    const [least, most] = signRange(F, family[theta][high], family[theta][low], error);
    if (most < surelyReached.sign)
      return { certain: true, quadruple: quadruple(family, low, high, surelyReached.at, theta) };
    if (least < perhapsReached.sign)
      doubt ??= { certain: false, quadruple: quadruple(family, low, high, perhapsReached.at, theta) };
    if (least > surelyReached.sign) surelyReached = { sign: least, at: theta };
    if (most > perhapsReached.sign) perhapsReached = { sign: most, at: theta };
  }
  return doubt;
}
