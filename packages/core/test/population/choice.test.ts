import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chooser, exactBest, totalUtilities, utilityUnits } from "../../src/population/choice.js";
import type { Population } from "../../src/population/population.js";
import { powerWeights } from "../../src/population/power-weights.js";
import { measureSignals } from "../../src/population/signal-model.js";
import { sweepWindow } from "../../src/population/sweep.js";
import { countBox } from "../../src/population/window.js";
import { arbitraryPopulation, populationOf } from "./populations.js";

/** How many cells a sweep over all counts of n players chooses, and how many of them unlike the exact comparison. */
function choices(population: Population, n: number) {
  const signals = measureSignals(population);
  const weights = powerWeights(population);
  const totals = totalUtilities(utilityUnits(population), [n, ...population.groups.slice(1).map(() => 0)]);
  const box = countBox(signals.likelihood.subarray(0, signals.signals), n, Number.POSITIVE_INFINITY);
  const sweep = sweepWindow(signals, signals, box, [0, 0]);
  const choose = chooser(totals, weights, 2 * sweep.roundingError);
  let cells = 0;
  let wrong = 0;
  sweep.run((cell) => {
    cells++;
    if (choose(cell) !== exactBest(totals, weights, cell.counts)) wrong++;
  });
  return { cells, wrong };
}

describe("choices in doubles", () => {
  test("are those of exact comparisons, ties included", () => {
    fc.assert(
      fc.property(arbitraryPopulation(), fc.integer({ min: 1, max: 12 }), (population, n) => {
        const { cells, wrong } = choices(population, n);
        expect(cells).toBeGreaterThan(n);
        expect(wrong).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  test("totals of sizes 10^30 apart are both seen", () => {
    const far = 1e9;
    const population = populationOf(
      [1, 1],
      [
        [far, 1],
        [1, far],
      ],
      [
        [
          [1, 0],
          [0, 1],
        ],
      ],
    );
    const [group] = population.groups;
    const huge = { n: 10n ** 30n, d: 1n };
    const scaled = {
      ...population,
      groups: [{ ...group, utility: [[huge, group.utility[0][1]], group.utility[1]] }],
    };
    expect(choices(scaled, 4)).toEqual({ cells: 5, wrong: 0 });
  });
});
