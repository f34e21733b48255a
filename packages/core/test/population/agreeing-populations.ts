import fc from "fast-check";
import { add, compare, ONE } from "../../src/numeric/rational.js";
import type { Population } from "../../src/population/population.js";
import { arbitraryPopulation } from "./populations.js";

/** Populations in which in each state all want the same alternative, by at least 1. */
export function agreeingPopulation(
  limits: { states?: number; signals?: number; groups?: number } = {},
): fc.Arbitrary<Population> {
  return fc
    .tuple(arbitraryPopulation(limits), fc.array(fc.nat(2), { minLength: 3, maxLength: 3 }))
    .map(([population, choices]) => ({
      ...population,
      groups: population.groups.map((group) => ({
        ...group,
        utility: group.utility.map((row, a) =>
          row.map((value, state) => {
            if (choices[state] % group.utility.length !== a) return value;
            const others = group.utility.flatMap((each, b) => (b === a ? [] : [each[state]]));
            const best = others.reduce((most, each) => (compare(each, most) > 0 ? each : most), value);
            return add(best, ONE);
          }),
        ),
      })),
    }));
}
