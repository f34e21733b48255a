import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { logarithmToDouble } from "../../src/numeric/precise-logarithm.js";
import { toDouble } from "../../src/numeric/rational.js";
import { statePairs, sweepPair } from "../../src/population/pair-weights.js";
import { measureSignals } from "../../src/population/signal-model.js";
import { sweepWindow } from "../../src/population/sweep.js";
import { countBox } from "../../src/population/window.js";
import { arbitraryPopulation } from "./populations.js";

/** Σ M_n(c) min(w_ω, w_ω′) over all counts, and over the cells that a window visits, as plain doubles. */
function massOf(population: Parameters<typeof measureSignals>[0], players: number, depth: number) {
  const signals = measureSignals(population);
  return statePairs(signals).map((pair) => {
    const sweep = sweepPair(signals, signals, pair, players, depth);
    const unit = Math.exp(logarithmToDouble(sweep.reference));
    let inside = 0;
    let visited = 0;
    sweep.run(({ mass, truth }) => {
      inside += unit * mass * Math.exp(Math.min(truth[pair.state], truth[pair.mistaken]));
      visited++;
    });
    return { inside, visited, omitted: unit * sweep.omitted };
  });
}

describe("windows of counts", () => {
  test("what they leave out is below their bound, and the bound is not idle", () => {
    let bites = 0;
    fc.assert(
      fc.property(
        arbitraryPopulation(),
        fc.integer({ min: 41, max: 60 }),
        fc.integer({ min: 2, max: 12 }),
        (population, n, depth) => {
          const all = massOf(population, n, Number.POSITIVE_INFINITY);
          massOf(population, n, depth).forEach(({ inside, visited, omitted }, p) => {
            expect(all[p].omitted).toBe(0);
            const left = all[p].inside - inside;
            expect(left).toBeLessThanOrEqual(omitted + 1e-13 * all[p].inside);
            expect(visited).toBeLessThanOrEqual(all[p].visited);
            if (left > omitted / 1000) bites++;
          });
        },
      ),
      { numRuns: 40 },
    );
    expect(bites).toBeGreaterThan(0);
  });

  test("every vector of counts of a whole window is visited once, with its probability", () => {
    fc.assert(
      fc.property(arbitraryPopulation(), fc.integer({ min: 1, max: 12 }), (population, n) => {
        const signals = measureSignals(population);
        const m = signals.signals;
        population.prior.forEach((prior, state) => {
          const box = countBox(signals.likelihood.subarray(state * m, (state + 1) * m), n, 40);
          const sweep = sweepWindow(signals, signals, box, [state, state]);
          const unit = Math.exp(logarithmToDouble(sweep.reference));
          const seen = new Set<string>();
          let total = 0;
          sweep.run((cell) => {
            expect(cell.counts.reduce((sum, each) => sum + each, 0)).toBe(n);
            seen.add(cell.counts.join());
            total += unit * cell.mass * Math.exp(cell.truth[state]);
            const posterior = cell.weights.reduce((sum, each) => sum + each, 0) / cell.total;
            expect(posterior).toBeCloseTo(1, 14);
          });
          expect(seen.size).toBe(binomial(n + m - 1, m - 1));
          expect(total).toBeCloseTo(toDouble(prior), 12);
        });
      }),
      { numRuns: 25 },
    );
  });
});

function binomial(n: number, k: number): number {
  let value = 1;
  for (let j = 1; j <= k; j++) value = (value * (n - k + j)) / j;
  return Math.round(value);
}
