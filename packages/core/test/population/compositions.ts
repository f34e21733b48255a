import fc from "fast-check";
import { compareWide, type WideNumber } from "../../src/numeric/wide-number.js";
import { allLines, compositionAt } from "../../src/population/composition-line.js";
import { incentiveGain, type PopulationStudy } from "../../src/population/incentives.js";
import type { Population } from "../../src/population/population.js";
import { populationOf } from "./populations.js";

/** All compositions of n players in two or more groups. */
export function compositions(groups: number, n: number): number[][] {
  return [...allLines(groups, n)].flatMap((line) =>
    Array.from({ length: line.length + 1 }, (_, k) => compositionAt(line, k)),
  );
}

/** The largest ε* over all compositions, one composition at a time. */
export function bruteForce(study: PopulationStudy, n: number): WideNumber {
  return compositions(study.population.groups.length, n)
    .map((composition) => incentiveGain(study, n, composition).epsilon)
    .reduce((a, b) => (compareWide(a, b) >= 0 ? a : b));
}

/** Three alternatives each of which suits somebody in some state; signals as in the assignment example. */
export const MIXED = populationOf(
  [1, 1],
  [
    [3, 1],
    [1, 3],
  ],
  [
    [
      [3, 0],
      [0, 4],
      [2, 2],
    ],
    [
      [0, 5],
      [3, 1],
      [2, 3],
    ],
    [
      [1, 1],
      [4, 0],
      [0, 6],
    ],
  ],
);

export const firstGroups = (population: Population, count: number): Population => ({
  ...population,
  groups: population.groups.slice(0, count),
});

/** Utilities that tie in a state, at a composition or everywhere. */
export const tyingPopulation = fc
  .record({ groups: fc.constantFrom(2, 3), m: fc.constantFrom(2, 3), k: fc.constantFrom(2, 3) })
  .chain(({ groups, m, k }) => {
    const list = <T>(each: fc.Arbitrary<T>, length: number) =>
      fc.array(each, { minLength: length, maxLength: length });
    return fc
      .tuple(
        list(fc.constantFrom(1, 1, 2), k),
        list(list(fc.constantFrom(1, 2, 3), m), k),
        list(list(list(fc.constantFrom(-1, 0, 0, 1, 2), k), 4), groups),
      )
      .map(([prior, likelihood, utilities]) => populationOf(prior, likelihood, utilities));
  });
