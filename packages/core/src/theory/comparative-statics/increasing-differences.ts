import type { Arithmetic } from "../../numeric/arithmetic.js";
import {
  checkFamily,
  type Family,
  type FamilyOptions,
  type FamilyStatus,
  largestValue,
  type Quadruple,
  quadruple,
} from "./family.js";

export interface IncreasingDifferences<N> {
  readonly status: FamilyStatus;
  /** max(0, largestFall). A strict property can fail with ε = 0: some difference then stays constant. */
  readonly epsilon: N;
  /**
   * max over x' < x'', θ' < θ'' of [f(x'',θ') − f(x',θ')] − [f(x'',θ'') − f(x',θ'')]; its negative is the slack.
   * `undefined` when there is no such quadruple.
   */
  readonly largestFall: N | undefined;
  /** Bounds the error of `largestFall`; 0 in exact arithmetic. */
  readonly errorBound: number;
  /** Attains `largestFall`; absent when the property holds. */
  readonly quadruple?: Quadruple<N>;
}

/**
 * Whether a family of functions of an ordered choice has increasing differences.
 *
 * Definition: for all θ'' > θ' and x'' > x', f(x'',θ'') − f(x',θ'') ≥ f(x'',θ') − f(x',θ').
 *
 * @param family family[θ][x], both in increasing order.
 * @param options.valueError doubles only: a bound on the error of every entry, default 0.
 * @returns ε and the worst quadruple of all, not only of adjacent ones; ties go to the smallest x', then x'', then θ'', then θ'.
 * In doubles: holds iff largestFall + errorBound ≤ 0, violated iff largestFall − errorBound > 0, else unknown.
 * Errors: `invalid-size`, `not-finite`, `out-of-range`.
 * Complexity: O(|X|²·|Θ|): for each pair of choices one sweep finds the largest fall of the difference in θ. To decide alone
 * adjacent pairs suffice, since the fall of (x',x'',θ',θ'') is the sum of those of the adjacent quadruples inside.
 * Source: Topkis (1978); Milgrom and Shannon (1994).
 *
 * @example
 * increasingDifferences(float, [[0, 0], [0, -1]]).epsilon // 1
 */
export function increasingDifferences<N>(
  F: Arithmetic<N>,
  family: Family<N>,
  options: FamilyOptions = {},
): IncreasingDifferences<N> {
  return decide(F, family, options, false);
}

/**
 * Whether a family of functions of an ordered choice has strictly increasing differences.
 *
 * Definition: for all θ'' > θ' and x'' > x', f(x'',θ'') − f(x',θ'') > f(x'',θ') − f(x',θ').
 *
 * Parameters, answer, errors, complexity and source are those of {@link increasingDifferences}, except: holds iff
 * largestFall + errorBound < 0, violated iff largestFall − errorBound ≥ 0. The largest fall is then attained by adjacent pairs if
 * the property holds, because each adjacent quadruple adds a negative fall.
 */
export function strictlyIncreasingDifferences<N>(
  F: Arithmetic<N>,
  family: Family<N>,
  options: FamilyOptions = {},
): IncreasingDifferences<N> {
  return decide(F, family, options, true);
}

function decide<N>(
  F: Arithmetic<N>,
  family: Family<N>,
  options: FamilyOptions,
  strict: boolean,
): IncreasingDifferences<N> {
  checkFamily(F, family, options);
  const worst = worstFall(F, family);
  const error = F.kind === "exact" ? 0 : (options.valueError ?? 0);
  const errorBound = F.errorBound(4, 4 * (largestValue(F, family) + error)) + 4 * error;
  if (worst === undefined) return { status: "holds", epsilon: F.zero, largestFall: undefined, errorBound };
  const { fall } = worst;
  const status = classify(F, fall, errorBound, strict);
  const epsilon = F.compare(fall, F.zero) > 0 ? fall : F.zero;
  const answer = { status, epsilon, largestFall: fall, errorBound };
  if (status === "holds") return answer;
  const [low, high, lowParameter, highParameter] = worst.at;
  return { ...answer, quadruple: quadruple(family, low, high, lowParameter, highParameter) };
}

function classify<N>(F: Arithmetic<N>, fall: N, errorBound: number, strict: boolean): FamilyStatus {
  if (F.kind === "exact") {
    const sign = F.compare(fall, F.zero);
    return sign > 0 || (strict && sign === 0) ? "violated" : "holds";
  }
  const value = F.toNumber(fall);
  if (value - errorBound > 0 || (strict && value - errorBound >= 0)) return "violated";
  const holds = strict ? value + errorBound < 0 : value + errorBound <= 0;
  return holds ? "holds" : "unknown";
}

function worstFall<N>(F: Arithmetic<N>, family: Family<N>) {
  let worst: { fall: N; at: readonly [number, number, number, number] } | undefined;
  for (let low = 0; low < family[0].length; low++) {
    for (let high = low + 1; high < family[0].length; high++) {
      let peak = F.subtract(family[0][high], family[0][low]);
      let peakAt = 0;
      for (let theta = 1; theta < family.length; theta++) {
        const difference = F.subtract(family[theta][high], family[theta][low]);
        const fall = F.subtract(peak, difference);
        if (worst === undefined || F.compare(fall, worst.fall) > 0)
          worst = { fall, at: [low, high, peakAt, theta] };
        if (F.compare(difference, peak) > 0) {
          peak = difference;
          peakAt = theta;
        }
      }
    }
  }
  return worst;
}
