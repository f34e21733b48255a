import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exact, float } from "../../src/numeric/arithmetic.js";
import { compare, rational } from "../../src/numeric/rational.js";
import { anonymity } from "../../src/properties/anonymity.js";
import { epistemicExPostIC, exPostIC } from "../../src/properties/ex-post-ic.js";
import { implement, transfersFor } from "../../src/theory/index.js";
import { randomModel } from "../properties/random-models.js";
import { free, oneAgent } from "../properties/single-agent.js";
import { CYCLIC_VALUES } from "../properties/weakly-not-cyclically.js";

const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });
const good = oneAgent(exact, ["0", "1", "2"], ["none", "good"], (a, t) => rational(a * t));

describe("implement", () => {
  it("leaves exactly the least possible gain: the maximum cycle mean, on random models", {
    timeout: 900_000,
  }, () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { mechanism, verdict, kind, obstacles } = implement(randomModel(exact, seed, { money: true }));
        const check = epistemicExPostIC.check(mechanism, {});
        const [left, least] = [check.epsilon?.exact ?? "0", verdict.epsilon?.exact ?? "0"];
        expect(left).toBe(least);
        expect(kind).toBe(least === "0" ? "incentive-compatible" : "approximately");
        expect(obstacles.length > 0).toBe(kind === "approximately");
      }),
      { numRuns: 3000 },
    );
  });

  it("makes a rule with private values ex post incentive compatible when it is cyclically monotone", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const found = implement(randomModel(exact, seed, { privateValues: true, money: true }));
        if (found.kind === "incentive-compatible")
          expect(exPostIC.check(found.mechanism, {}).status).toBe("proved");
      }),
    );
  });

  it("names the cycle that stands in the way", () => {
    const cyclic = oneAgent(exact, ["A", "B", "C"], ["x", "y", "z"], (a, t) => rational(CYCLIC_VALUES[t][a]));
    const found = implement(free(cyclic, (type) => type));
    expect([found.kind, found.verdict.epsilon?.exact]).toEqual(["approximately", "1"]);
    expect(found.obstacles[0].cycle).toEqual(["A", "B", "C"]);
    expect(exPostIC.check(found.mechanism, {}).epsilon?.exact).toBe("1");
  });

  it("works in doubles within rounding", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { mechanism, verdict } = implement(randomModel(float, seed, { money: true }));
        const check = epistemicExPostIC.check(mechanism, {});
        expect(check.epsilon?.value ?? 0).toBeCloseTo(verdict.epsilon?.value ?? 0, 9);
      }),
    );
  });

  it("treats the members of a population alike", async () => {
    const { majorityOf } = await import("./population.js");
    const [asGroup, oneByOne] = [true, false].map((grouped) => implement(majorityOf(grouped)));
    expect(asGroup.kind).toBe(oneByOne.kind);
    for (const types of [
      [0, 1, 1],
      [1, 0, 1],
      [1, 1, 0],
      [1, 1, 1],
      [0, 0, 0],
      [0, 0, 1],
    ])
      expect(asGroup.mechanism.outcome(types)).toEqual(oneByOne.mechanism.outcome(types));
    expect(anonymity.check(asGroup.mechanism, {}).status).toBe("proved");
    expect(exPostIC.check(asGroup.mechanism, {}).status).toBe("proved");
  });
});

describe("transfersFor", () => {
  it("gives Rochet's potential and the range of payments: a price of the good between the two middle types", () => {
    const found = transfersFor(
      free(good, (type) => (type === 2 ? 1 : 0)),
      0,
      [0],
    );
    expect(found).toMatchObject({
      kind: "implementable",
      base: "0",
      unique: false,
      transfers: [
        { type: "0", lowest: { exact: "0" }, highest: { exact: "0" } },
        { type: "1", lowest: { exact: "0" }, highest: { exact: "0" } },
        { type: "2", lowest: { exact: "1" }, highest: { exact: "2" } },
      ],
    });
    if (found.kind !== "implementable") return;
    expect(found.transfers.map(({ potential, payment }) => [potential, payment])).toEqual([
      [rational(0), rational(0)],
      [rational(0), rational(0)],
      [rational(0), rational(2)],
    ]);
  });

  it("starts from another type and payment when asked", () => {
    const found = transfersFor(
      free(good, (type) => (type > 0 ? 1 : 0)),
      0,
      [0],
      {
        base: 2,
        basePayment: rational(5),
      },
    );
    if (found.kind !== "implementable") throw new Error("a rising rule is implementable");
    expect(found.transfers.map(({ lowest, highest }) => [lowest.exact, highest.exact])).toEqual([
      ["4", "5"],
      ["5", "5"],
      ["5", "5"],
    ]);
  });

  it("returns the cycle where no payments work, and refuses an agent that is not there", () => {
    const falling = free(good, (type) => (type === 0 ? 1 : 0));
    expect(transfersFor(falling, 0, [0])).toMatchObject({ kind: "not-implementable" });
    expect(() => transfersFor(falling, 3, [0])).toThrow(/Agents run from 0 to 0/);
  });

  it("keeps every payment within its range", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const mechanism = randomModel(exact, seed, { privateValues: true, money: true });
        const found = transfersFor(
          mechanism,
          0,
          mechanism.environment.agents.map(() => 0),
        );
        if (found.kind !== "implementable") return;
        for (const { payment, highest } of found.transfers)
          expect(`${payment.n}/${payment.d}`).toBe(
            highest.exact!.includes("/") ? highest.exact : `${highest.exact}/1`,
          );
        expect(compare(found.transfers[0].payment, rational(0))).toBe(0);
      }),
    );
  });
});
