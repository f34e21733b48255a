import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exactBest, totalUtilities } from "../../src/population/choice.js";
import {
  allLines,
  type CompositionLine,
  compositionAt,
  lineCount,
} from "../../src/population/composition-line.js";
import { studyPopulation } from "../../src/population/incentives.js";
import { lineChooser } from "../../src/population/line-chooser.js";
import { sweepPair } from "../../src/population/pair-weights.js";
import type { Population } from "../../src/population/population.js";
import { compositions, tyingPopulation } from "./compositions.js";
import { ASSIGNMENT, populationOf } from "./populations.js";

describe("compositions of two or more groups", () => {
  test("are all on the lines, each once", () => {
    for (const [groups, n, count] of [
      [2, 5, 6],
      [3, 5, 21],
      [4, 3, 20],
    ]) {
      const all = compositions(groups, n);
      expect(all.every((each) => each.reduce((a, b) => a + b, 0) === n)).toBe(true);
      expect(new Set(all.map(String)).size).toBe(count);
      expect(all.length).toBe(count);
      expect([...allLines(groups, n)].length).toBe(lineCount(groups, n));
    }
  });
});

function mismatches(
  population: Population,
  line: CompositionLine,
  players: number,
  chooserFor: typeof lineChooser,
): number {
  const study = studyPopulation(population);
  let found = 0;
  const { signals, weights, units } = study;
  for (const pair of study.pairs) {
    const sweep = sweepPair(signals, signals, pair, players, Number.POSITIVE_INFINITY);
    const chooser = chooserFor(study, line, sweep.roundingError);
    sweep.run((cell) => {
      chooser.look(cell);
      for (let k = 0; k <= line.length; k++) {
        const totals = totalUtilities(units, compositionAt(line, k));
        if (exactBest(totals, weights, cell.counts) !== chooser.choose(k)) found++;
      }
    });
  }
  return found;
}

describe("choices along a line", () => {
  const lineOf = ({ groups }: Population, n: number, others: number): CompositionLine => ({
    base: groups.map((_, u) => (u === 1 ? others : 0)),
    rising: groups.length - 1,
    falling: 0,
    length: n - (groups.length > 2 ? others : 0),
  });

  test("are those of exact totals at every count and composition, ties included", () => {
    fc.assert(
      fc.property(tyingPopulation, fc.integer({ min: 1, max: 7 }), fc.nat(7), (population, n, others) => {
        expect(mismatches(population, lineOf(population, n, others % (n + 1)), n, lineChooser)).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  test("would be wrong in doubles alone: a tie that rounding breaks", () => {
    const inDoubles: typeof lineChooser = (study, line, _) => {
      let weights = new Float64Array(0);
      return {
        look: (cell) => {
          weights = Float64Array.from(cell.weights);
        },
        choose: (k) => {
          const values = totalUtilities(study.units, compositionAt(line, k)).map((row) =>
            row.reduce((total, each, s) => total + Number(each) * weights[s], 0),
          );
          return values.indexOf(Math.max(...values));
        },
      };
    };
    // Ties where the odds are powers of 3, which the logarithms of the odds hit only up to rounding.
    const populations = [1, 3, 5, 7, 9, 11, 13].map((power) =>
      populationOf(
        [1, 1],
        [
          [1, 3],
          [3, 1],
        ],
        [
          [
            [0, 3 ** power],
            [1, 0],
          ],
          [
            [1, 0],
            [0, 3 ** power],
          ],
        ],
      ),
    );
    const wrong = (chooserFor: typeof lineChooser) =>
      populations.reduce(
        (total, population) => total + mismatches(population, lineOf(population, 15, 0), 15, chooserFor),
        0,
      );
    expect(wrong(lineChooser)).toBe(0);
    expect(wrong(inDoubles)).toBeGreaterThan(0);
  });

  test("ties in the likely state do not hide what the unlikely one says", () => {
    // With 9 East for each West everybody together is indifferent when it is dry.
    expect(mismatches(ASSIGNMENT, { base: [0, 0], rising: 0, falling: 1, length: 60 }, 60, lineChooser)).toBe(
      0,
    );
  });
});
