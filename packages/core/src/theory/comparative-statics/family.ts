import { type Arithmetic, float, type Table } from "../../numeric/arithmetic.js";
import { fail } from "../../numeric/candor-error.js";

/** f(x, θ) as family[θ][x]: one row per parameter in increasing order, one column per choice in increasing order. */
export type Family<N> = readonly Table<N>[];

export interface FamilyOptions {
  /** Doubles only: a bound on |value given − value meant| of every entry, default 0 (the doubles are meant). */
  readonly valueError?: number;
}

/** x' < x'' and θ' < θ'' as column and row numbers, with the four values. */
export interface Quadruple<N> {
  readonly lowChoice: number;
  readonly highChoice: number;
  readonly lowParameter: number;
  readonly highParameter: number;
  /** f(x',θ'), f(x'',θ'), f(x',θ''), f(x'',θ''). */
  readonly values: readonly [N, N, N, N];
}

/** `unknown`: the error of the values leaves both answers possible; exact arithmetic decides. */
export type FamilyStatus = "holds" | "violated" | "unknown";

/** Throws unless all rows have the same positive length and, in doubles, finite entries; returns the number of choices. */
export function checkFamily<N>(F: Arithmetic<N>, family: Family<N>, options: FamilyOptions): number {
  const choices = family[0]?.length ?? 0;
  if (choices === 0) fail("invalid-size", "family", "A family needs a parameter and a choice.");
  if (!((options.valueError ?? 0) >= 0))
    fail("out-of-range", "options.valueError", "An error bound must be 0 or more.");
  family.forEach((row, theta) => {
    if (row.length !== choices)
      fail("invalid-size", `family[${theta}]`, `Expected ${choices} values; received ${row.length}.`);
    if (F.kind === "exact") return;
    for (let x = 0; x < choices; x++)
      if (!(Math.abs(F.toNumber(row[x])) <= Number.MAX_VALUE / 8))
        fail("not-finite", `family[${theta}][${x}]`, `${row[x]} is not finite or too large to subtract.`);
  });
  return choices;
}

/** The largest |f(x, θ)|, as a double. */
export function largestValue<N>(F: Arithmetic<N>, family: Family<N>): number {
  let largest = 0;
  for (const row of family)
    for (let x = 0; x < row.length; x++) largest = Math.max(largest, Math.abs(F.toNumber(row[x])));
  return largest;
}

export function quadruple<N>(
  family: Family<N>,
  lowChoice: number,
  highChoice: number,
  lowParameter: number,
  highParameter: number,
): Quadruple<N> {
  const low = family[lowParameter];
  const high = family[highParameter];
  const values = [low[lowChoice], low[highChoice], high[lowChoice], high[highChoice]] as const;
  return { lowChoice, highChoice, lowParameter, highParameter, values };
}

/** The signs a − b may have when each is known up to `error`: [−1,−1], [0,0], [1,1] when certain, else [−1,1]. */
export function signRange<N>(F: Arithmetic<N>, a: N, b: N, error: number): readonly [number, number] {
  if (F.kind === "exact" || error === 0) {
    // A difference of doubles rounds to 0 only when it is 0, so without input error its sign is exact.
    const sign = Math.sign(F.compare(a, b));
    return [sign, sign];
  }
  const difference = F.toNumber(F.subtract(a, b));
  const bound = 2 * error + float.errorBound(1, Math.abs(difference) + 2 * error);
  if (difference > bound) return [1, 1];
  return difference < -bound ? [-1, -1] : [-1, 1];
}
