import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { describeConstraint, designMechanism, finiteTables, WELFARE } from "../../src/design/index.js";
import { buildEnvironment, parseModel } from "../../src/io/index.js";
import { exact } from "../../src/numeric/arithmetic.js";
import { rational } from "../../src/numeric/rational.js";
import { auction, design, environment, optimum, question, trade, unproved, verified } from "./designs.js";

const DOMINANT = { incentives: ["dominant"], participation: ["ex-post"] } as const;

describe("selling one object", () => {
  test("to one buyer: a posted price is best", async () => {
    // max_p p · Pr(t ≥ p) on {0, 1/5, …, 1}: 3/5 · 3/6 = 2/5 · 4/6 … the largest is 3/10.
    expect(await optimum(auction("0, 1/5, 2/5, 3/5, 4/5, 1", 1))).toBe("3/10");
    // On {1, 3}: price 3 earns 3/2, price 1 earns 1.
    expect(await optimum(auction("1, 3", 1), DOMINANT)).toBe("3/2");
  });

  test("to two buyers of value 0 or 1: whoever says 1 pays 1, so 3/4", async () => {
    expect(await optimum(auction("0, 1"), DOMINANT)).toBe("3/4");
    expect(await optimum(auction("0, 1"))).toBe("3/4");
  });

  test("to two buyers on {0, 1/2, 1}: virtual values −1, 0, 1 leave 1 · Pr(some 1) = 5/9, in either reading", async () => {
    expect(await optimum(auction("0, 1/2, 1"), DOMINANT)).toBe("5/9");
    expect(await optimum(auction("0, 1/2, 1"))).toBe("5/9");
  });

  test("the method agrees with itself when it starts from scratch", async () => {
    expect(await optimum(auction("0, 1/2, 1"), DOMINANT, true)).toBe("5/9");
    expect(await optimum(auction("0, 1/2, 1"), {}, true)).toBe("5/9");
  });

  test("lies that pay up to ε let more be taken, and ε as large as the values everything", async () => {
    const epsilon = rational(1, 10);
    const found = await design(auction("0, 1"), { epsilon });
    expect(verified(found)).toMatch(/^accepted: value = /);
    expect(found.kind === "optimal" && exact.toNumber(found.lower)).toBeGreaterThanOrEqual(3 / 4);
    expect(await optimum(auction("1, 3", 1), { epsilon: rational(2) })).toBe("2");
  });
});

describe("bilateral trade", () => {
  const balanced = { objective: WELFARE, money: ["balanced"] } as const;

  test("on {0, 1/2, 1} an efficient, truthful, voluntary and balanced mechanism exists: 13/18", async () => {
    expect(await optimum(trade("0, 1/2, 1"), balanced)).toBe("13/18");
  });

  test("there the price 1/2 does it even in dominant strategies, for ties at the price cost nothing", async () => {
    expect(await optimum(trade("0, 1/2, 1"), { ...balanced, ...DOMINANT })).toBe("13/18");
  });

  test("on thirds no dominant-strategy mechanism is efficient, balanced and voluntary, a Bayesian one is", async () => {
    // E max of two uniform draws from {0, 1/3, 2/3, 1}: (0 + 3/3 + 10/3 + 7)/16 = 17/24.
    expect(await optimum(trade("0, 1/3, 2/3, 1"), balanced)).toBe("17/24");
    const found = await design(trade("0, 1/3, 2/3, 1"), { ...balanced, ...DOMINANT });
    expect(found.kind === "optimal" && exact.toNumber(found.lower)).toBeLessThan(17 / 24 - 0.01);
    expect(verified(found)).toMatch(/^accepted: value = /);
  });

  test("nothing can be had when everyone must get more than there is: the contradiction is proved", async () => {
    const greedy = trade("0, 1").replace("Buyer: 0", "Buyer: 1");
    const found = await design(greedy, { money: ["no-deficit"] });
    expect(found.kind).toBe("infeasible");
    expect(verified(found)).toBe("accepted: no mechanism satisfies the constraints");
  });
});

describe("correlated values", () => {
  const path = new URL(
    "../../../../catalog/journals/econometrica/cremer-mclean-1988/full-extraction.yaml",
    import.meta.url,
  );
  const world = buildEnvironment(parseModel(readFileSync(path, "utf8")), exact).environment;

  test("give the seller everything when bidders join on average (Crémer and McLean)", async () => {
    expect(await optimum(world)).toBe("5/3");
    expect(await optimum(world, { incentives: ["dominant"], participation: ["interim"] })).toBe("5/3");
  });

  test("but not when they may leave afterwards", async () => {
    expect(await optimum(world, DOMINANT)).toBe("3/2");
    const bayesian = await design(world, { participation: ["ex-post"] });
    expect(bayesian.kind === "optimal" && exact.toNumber(bayesian.lower)).toBeLessThan(5 / 3);
  });
});

describe("what has no optimum", () => {
  test("without participation revenue has no bound", async () => {
    const found = await design(auction("0, 1"), { participation: [] });
    expect(found.kind).toBe("unbounded");
  });

  test("sure choices need a solver; a negative ε and unknown constraints are refused", async () => {
    await expect(design(auction("0, 1"), { deterministic: true }, true)).rejects.toMatchObject({
      code: "no-solver",
    });
    await expect(design(auction("0, 1"), { epsilon: rational(-1) })).rejects.toMatchObject({
      code: "invalid-epsilon",
    });
    await expect(design(auction("0, 1"), { money: ["some" as "balanced"] })).rejects.toMatchObject({
      code: "invalid-value",
    });
  });

  test("beliefs are needed, and where they are personal the designer's prior", async () => {
    const bare = auction("0, 1").replace("beliefs: { independent: uniform }\n", "");
    await expect(design(bare)).rejects.toMatchObject({ code: "no-beliefs" });
    const personal = `beliefs: { personal: { agents: { Bidder 0: [[1/2, 1/2], [1/2, 1/2]], Bidder 1: [[1/3, 2/3], [1/3, 2/3]] } } }`;
    await expect(design(`${bare}${personal}\n`)).rejects.toMatchObject({ code: "no-prior" });
  });
});

describe("the mechanism found", () => {
  test.each([
    ["revenue, dominant, ex post", auction("0, 1/2, 1"), DOMINANT],
    ["welfare, Bayesian, balanced", trade("0, 1/2, 1"), { objective: WELFARE, money: ["balanced"] }],
    [
      "without payments",
      trade("0, 1/2, 1"),
      { objective: WELFARE, money: ["no-payments"], participation: [] },
    ],
    ["ex ante money", trade("0, 1/3, 1"), { objective: WELFARE, money: ["no-deficit-ex-ante"] }],
    ["up to ε", auction("0, 1/2, 1"), { epsilon: rational(1, 20) }],
  ] as const)("passes the library's own checks: %s", async (_, world, asked) => {
    const found = await design(world, asked);
    if (found.kind !== "optimal") throw new Error(found.kind);
    expect(verified(found)).toMatch(/^accepted: value = /);
    expect(unproved(found.mechanism, found.question)).toEqual([]);
  });

  test("is a bracket, still proved, when the pivots allowed do not suffice", async () => {
    const kinds = new Set<string>();
    for (let pivotLimit = 0; pivotLimit < 60; pivotLimit++) {
      const found = await designMechanism(environment(auction("0, 1/2, 1")), question(), { pivotLimit });
      kinds.add(found.kind);
      if (found.kind === "bracket") expect(verified(found)).toMatch(/^accepted: (value ≥ |.* ≤ value ≤ )/);
    }
    expect([...kinds]).toEqual(["bracket", "optimal"]);
  });
});

describe("in words", () => {
  const world = finiteTables(environment(auction("0, 1/2")));
  test.each([
    ["bayesian-ic", [0, 1, 0], "Bidder 0 of type 1/2 is just indifferent to reporting 0"],
    [
      "dominant-ic",
      [1, 1, 2],
      "Bidder 1 of type 1/2 is just indifferent to reporting 0 when the others report Bidder 0 = 1/2",
    ],
    ["ex-post-ic", [0, 0, 1, 0], "Bidder 0 of type 0 is just indifferent to reporting 1/2 when Bidder 1 = 0"],
    ["interim-ir", [1, 0], "Bidder 1 of type 0 gets just the outside option"],
    ["ex-post-ir", [0, 1, 0], "Bidder 0 of type 0 gets just the outside option when Bidder 1 = 1/2"],
    ["no-deficit", [3], "payments just add up to 0 when Bidder 0 = 1/2, Bidder 1 = 1/2"],
  ] as const)("a binding %s", (kind, indices, words) => {
    expect(describeConstraint(world, { kind, indices }).binding).toBe(words);
  });

  test("ε is named where it is let pass", () => {
    const name = { kind: "bayesian-ic", indices: [0, 1, 0] } as const;
    expect(describeConstraint(world, name, rational(1, 10)).demand).toBe(
      "Bidder 0 of type 1/2 gains at most 1/10 by reporting 0",
    );
  });
});
