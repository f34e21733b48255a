import fc from "fast-check";
import { type Rational, rational } from "../../../src/numeric/rational.js";

/** Small integers, so that ties are frequent. */
export const families = (mostChoices = 5, mostParameters = 4): fc.Arbitrary<Rational[][]> =>
  fc
    .tuple(fc.integer({ min: 1, max: mostChoices }), fc.integer({ min: 1, max: mostParameters }))
    .chain(([choices, parameters]) => {
      const entry = fc.integer({ min: -2, max: 2 }).map((value) => rational(value));
      const row = fc.array(entry, { minLength: choices, maxLength: choices });
      return fc.array(row, { minLength: parameters, maxLength: parameters });
    });

/** Increasing differences by construction: base(x) + Σ of non-negative amounts below (x, θ). */
export const supermodular: fc.Arbitrary<Rational[][]> = fc
  .tuple(families(), families())
  .map(([amounts, base]) =>
    amounts.map((row, theta) =>
      row.map((_, x) => {
        let total = base[0][x % base[0].length].n;
        for (let i = 1; i <= theta; i++)
          for (let j = 1; j <= x; j++) total += amounts[i][j].n < 0n ? 0n : amounts[i][j].n;
        return rational(total);
      }),
    ),
  );

export const doubles = (family: Rational[][]): number[][] =>
  family.map((row) => row.map((value) => Number(value.n) / Number(value.d)));

/** All x' < x'', θ' < θ'' as [x', x'', θ', θ'']. */
export function quadruples(family: readonly (readonly unknown[])[]): [number, number, number, number][] {
  const result: [number, number, number, number][] = [];
  for (let x = 0; x < family[0].length; x++)
    for (let y = x + 1; y < family[0].length; y++)
      for (let s = 0; s < family.length; s++)
        for (let t = s + 1; t < family.length; t++) result.push([x, y, s, t]);
  return result;
}
