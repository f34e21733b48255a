import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { constant, dictator, majority, median, randomDictator } from "../../src/mechanisms/index.js";
import { exact } from "../../src/numeric/arithmetic.js";
import { rational } from "../../src/numeric/rational.js";
import { sketches } from "./arbitrary-environments.js";
import { at, check, verdict } from "./checks.js";
import { environmentOf, projectSketch, q, type Sketch } from "./environments.js";

const vote = environmentOf(exact, projectSketch(4, [q(-1), q(1)], q(0), { money: false, alike: true }));

/** Alternatives 0, 1, …, width − 1 on a line; a type is a peak. */
const line = (n: number, width: number, more: Partial<Sketch> = {}): Sketch => ({
  names: Array.from({ length: n }, (_, i) => `Voter ${i + 1}`),
  types: Array.from({ length: n }, () => Array.from({ length: width }, (_, t) => rational(t))),
  alternatives: Array.from({ length: width }, (_, a) => ({ name: `${a}`, number: rational(a) })),
  value: (_, a, t) => rational(-Math.abs(a - Number(t.n))),
  money: false,
  ...more,
});

describe("majority", () => {
  it("keeps the status quo at half of the votes and replaces it above", () => {
    const mechanism = majority.build(vote, {});
    expect(at(mechanism, 1, 1, 0, 0)[0]).toBe(0);
    expect(at(mechanism, 1, 1, 0, 1)).toEqual([1, "0", "0", "0", "0"]);
    expect(at(majority.build(vote, { default: 1 }), 1, 1, 0, 0)[0]).toBe(1);
    expect(mechanism.anonymous).toBe(true);
  });

  it("asks for the quota, met exactly counts", () => {
    const mechanism = majority.build(vote, { quota: q("3/4") });
    expect(at(mechanism, 1, 1, 0, 0)[0]).toBe(0);
    expect(at(mechanism, 1, 1, 1, 0)[0]).toBe(1);
    expect(at(majority.build(vote, { quota: q("1/2") }), 1, 1, 0, 0)[0]).toBe(1);
    expect(() => majority.build(vote, { quota: q("3/2") })).toThrow(/share of the votes in \(0, 1\]/);
  });

  it("makes truth dominant with two alternatives, whatever the values, and not with three", () => {
    fc.assert(
      fc.property(sketches(1), (sketch) => {
        if (sketch.alternatives.length !== 2) return;
        expect(verdict(majority.build(environmentOf(exact, sketch), {}), "dominant-strategy-ic")).toBe(
          "proved",
        );
      }),
    );
    const spoiler = line(3, 3, {
      value: (_, a, t) => rational([3, 2, 0, 0, 3, 2, 2, 0, 3][3 * Number(t.n) + a]),
    });
    expect(check(majority.build(environmentOf(exact, spoiler), {}), "dominant-strategy-ic").status).toBe(
      "violated",
    );
  });

  it("counts the most votes among three alternatives, ties by index or by lot", () => {
    const environment = environmentOf(exact, line(3, 3));
    expect(at(majority.build(environment, {}), 2, 2, 0)[0]).toBe(2);
    expect(at(majority.build(environment, {}), 2, 1, 0)[0]).toBe(0);
    expect(majority.build(environment, { ties: "uniform" }).outcome([2, 1, 0]).lottery).toEqual([
      q("1/3"),
      q("1/3"),
      q("1/3"),
    ]);
    expect(() => majority.build(environment, { quota: q("1/2") })).toThrow(/two alternatives only/);
  });
});

describe("median", () => {
  it("chooses the middle peak, the lower one with an even number", () => {
    expect(at(median.build(environmentOf(exact, line(3, 5)), {}), 4, 0, 3)[0]).toBe(3);
    expect(at(median.build(environmentOf(exact, line(4, 5)), {}), 4, 0, 3, 1)[0]).toBe(1);
  });

  it("orders alternatives by number, not by place", () => {
    const shuffled = line(3, 3, {
      alternatives: [2, 0, 1].map((x) => ({ name: `${x}`, number: rational(x) })),
      value: (_, a, t) => rational(-Math.abs([2, 0, 1][a] - Number(t.n))),
    });
    expect(at(median.build(environmentOf(exact, shuffled), {}), 0, 1, 2)[0]).toBe(2);
  });

  it("makes truth dominant for single-peaked values and not otherwise", () => {
    expect(verdict(median.build(environmentOf(exact, line(3, 4)), {}), "dominant-strategy-ic")).toBe(
      "proved",
    );
    const twoPeaks = line(3, 3, {
      value: (_, a, t) => rational([3, 0, 2, 0, 3, 0, 2, 0, 3][3 * Number(t.n) + a]),
    });
    expect(check(median.build(environmentOf(exact, twoPeaks), {}), "dominant-strategy-ic").status).toBe(
      "violated",
    );
  });

  it("needs numbers", () => {
    expect(median.refuses(vote)).toMatch(/the alternative no has no number/);
  });
});

describe("dictator, random-dictator, constant", () => {
  it("follow one agent, a random one, nobody; truth is dominant in all", () => {
    fc.assert(
      fc.property(sketches(1), (sketch) => {
        const environment = environmentOf(exact, sketch);
        for (const rule of [dictator, randomDictator, constant])
          expect(verdict(rule.build(environment, {}), "dominant-strategy-ic")).toBe("proved");
      }),
    );
    const environment = environmentOf(exact, line(3, 3));
    expect(at(dictator.build(environment, { agent: 2 }), 0, 0, 2)[0]).toBe(2);
    expect(randomDictator.build(environment, {}).outcome([0, 0, 2]).lottery).toEqual([
      q("2/3"),
      q(0),
      q("1/3"),
    ]);
    expect(at(constant.build(environment, { alternative: 1 }), 0, 0, 2)[0]).toBe(1);
  });
});
