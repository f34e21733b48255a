import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { correctedPosteriorPayment } from "../../src/design/corrected-posterior-payment.js";
import { comparePosteriorPayment } from "../../src/design/epsilon-posterior.js";
import type { Mechanism } from "../../src/model/mechanism.js";
import { exact } from "../../src/numeric/arithmetic.js";
import { compare, printRational, type Rational, rational } from "../../src/numeric/rational.js";
import { facts } from "../../src/properties/index.js";
import { check, tampered, verdict } from "../mechanisms/checks.js";
import { environmentOf, projectSketch, q, signalEnvironment } from "../mechanisms/environments.js";
import { built, commonLikelihoods, entry, HIDDEN } from "./signal-worlds.js";

const number = (mechanism: Mechanism<Rational>, id: string) =>
  facts(mechanism).facts.find((fact) => fact.id === id)!.value.exact;

/** Truth exactly optimal, every type left with exactly 0, and the revenue of (σ*, q*). */
function expectExactTruth(mechanism: Mechanism<Rational>, revenue: Rational): void {
  expect(check(mechanism, "bayesian-ic").status).toBe("proved");
  expect(check(mechanism, "interim-ir")).toMatchObject({ status: "proved", slack: { exact: "0" } });
  expect(check(mechanism, "decision-efficiency").status).toBe("proved");
  expect(number(mechanism, "revenue")).toBe(printRational(revenue));
}

describe("posterior payments with bets", () => {
  test("make truth exactly optimal at the same revenue, for two players with one likelihood", () => {
    let positive = 0;
    fc.assert(
      fc.property(commonLikelihoods, (world) => {
        const { epsilon, revenue } = comparePosteriorPayment(world)!;
        const { mechanism, largestBet } = correctedPosteriorPayment(world)!;
        expectExactTruth(mechanism, revenue);
        expect(compare(largestBet, epsilon)).toBeGreaterThanOrEqual(0);
        positive += Number(epsilon.n > 0n);
      }),
      { numRuns: 40 },
    );
    expect(positive).toBeGreaterThan(10);
  });

  test("for many, treating alike players alike, with bets that vanish as ε* does", () => {
    const project = [
      [q(2), q(-1)],
      [q(0), q(0)],
    ];
    let before: Rational | undefined;
    for (const n of [2, 4, 8, 16]) {
      const alike = Array.from({ length: n }, () => project);
      const world = signalEnvironment(exact, alike, q("2/3"), undefined, true);
      const { epsilon, revenue } = comparePosteriorPayment(world)!;
      const { mechanism, largestBet } = correctedPosteriorPayment(world)!;
      expectExactTruth(mechanism, revenue);
      expect(mechanism.anonymous).toBe(true);
      // Gains reach ε* somewhere, and a bet that averages to them is at least as large.
      expect(compare(largestBet, epsilon)).toBeGreaterThanOrEqual(0);
      if (before !== undefined) expect(compare(largestBet, before)).toBeLessThan(0);
      before = largestBet;
    }
  });

  test("in the catalog's examples, whose own payments tempt", () => {
    for (const name of ["assignment-among-groups", "almost-balanced-budget"]) {
      const { mechanism, revenue } = comparePosteriorPayment(entry(name))!;
      expect(verdict(mechanism, "bayesian-ic")).toMatch(/^violated/);
      expectExactTruth(correctedPosteriorPayment(entry(name))!.mechanism, revenue);
    }
    const pair = entry("exact-truth-for-the-same-revenue");
    expectExactTruth(correctedPosteriorPayment(pair)!.mechanism, q("9/4"));
  });

  test("are caught when one payment is off", () => {
    const { mechanism } = correctedPosteriorPayment(entry("exact-truth-for-the-same-revenue"))!;
    expect(verdict(tampered(mechanism, 0, [0, 1], rational(-1, 100)), "bayesian-ic")).toMatch(/^violated/);
    expect(verdict(tampered(mechanism, 0, [0, 1], rational(1, 100)), "interim-ir")).toMatch(/^violated/);
  });

  test("do not exist for one player, nor where what one sees is hidden from the other, nor without signals", () => {
    const project = [
      [q(1), q(3)],
      [q(0), q(0)],
    ];
    expect(correctedPosteriorPayment(signalEnvironment(exact, [project], q("3/4")))).toBeUndefined();
    expect(correctedPosteriorPayment(built(HIDDEN))).toBeUndefined();
    const valued = environmentOf(exact, projectSketch(2, [q(0), q(3)], q(2)));
    expect(correctedPosteriorPayment(valued)).toBeUndefined();
  });
});
