import { describe, expect, test } from "vitest";
import type { DiscretizationRule } from "../../src/intervals/discretize.js";
import { discretizeModel } from "../../src/io/discretize-model.js";
import { readDistribution } from "../../src/io/distribution-expression.js";
import { withModel } from "../../src/io/load.js";
import { parseModel } from "../../src/io/model-file/parse.js";
import { printModel } from "../../src/io/model-file/print.js";

const TEXT = `candor: 1
agents:
  Ann: { types: "power(2, 0, 1)" }
  Bob: { count: 2, types: "mixture(1/2, uniform(0, 1), 1/2, exponential(1))" }
  Cid: { types: { distribution: { name: triangular, from: 0, to: 2, peak: 1 } } }
alternatives: { object: { to: all } }
values: own * gets
mechanism: { rule: pivot }
expect: { facts: { surplus: 1 } }
`;

/** Types and probabilities of the first agent in the arithmetic that fits. */
function firstAgent(types: string, points: number, rule: DiscretizationRule) {
  const text = `candor: 1\nagents: { A: { types: "${types}" } }\nalternatives: [a]\nvalues: own\n`;
  const model = parseModel(printModel(discretizeModel(parseModel(text), { points, rule })));
  return withModel(model, "auto", undefined, ({ environment: { agents, beliefs }, arithmetic: F }) => ({
    kind: F.kind,
    values: agents[0].types.map(({ number }) => F.toNumber(number!)),
    probabilities: agents[0].types.map((_, k) => F.toNumber(beliefs!.typeProbability!(0, k))),
  }));
}

describe("discretizeModel", () => {
  test("puts every agent on a grid, keeps the rest, drops what is expected", () => {
    const finite = discretizeModel(parseModel(TEXT), { points: 4, rule: "quantile" });
    expect(finite.file.expect).toBeUndefined();
    expect(finite.file.mechanism).toEqual({ rule: "pivot" });
    withModel(parseModel(printModel(finite)), "float", undefined, ({ environment, mechanism }) => {
      expect(environment.agents.map(({ types }) => types.length)).toEqual([4, 4, 4, 4]);
      expect(environment.groups.map(({ count }) => count)).toEqual([1, 2, 1]);
      expect(mechanism).toBeDefined();
    });
  });

  test("plain families stay as written, of others the weights are written out: both in fractions", () => {
    expect(firstAgent("power(2, 0, 1)", 2, "midpoint")).toEqual({
      kind: "exact",
      values: [1 / 4, 3 / 4],
      probabilities: [1 / 4, 3 / 4],
    });
    const { kind, values, probabilities } = firstAgent("beta(2, 1)", 2, "midpoint");
    expect([kind, values]).toEqual(["exact", [1 / 4, 3 / 4]]);
    expect(probabilities[0]).toBeCloseTo(1 / 4, 12);
  });

  test.each<[string, DiscretizationRule]>([
    ["beta(2, 5)", "midpoint"],
    ["beta(2, 5)", "quantile"],
    ["beta(2, 5)", "trapezoid"],
    ["exponential(2)", "quantile"],
    ["mixture(1/3, point(1), 2/3, uniform(0, 3))", "midpoint"],
    ["restricted(uniform(0, 4), [0, 1, 3, 4])", "midpoint"],
  ])("the mean of %s by %s comes closer with more points", (types, rule) => {
    const { mean } = readDistribution(types);
    const off = [20, 80].map((points) => {
      const { values, probabilities } = firstAgent(types, points, rule);
      expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
      return Math.abs(values.reduce((sum, x, k) => sum + x * probabilities[k], 0) - mean);
    });
    expect(off[0]).toBeLessThan(mean / 10);
    expect(off[1]).toBeLessThan(Math.max(off[0] / 1.5, 1e-12));
  });

  test("what is believed of others stays", () => {
    const text = `candor: 1
agents: { A: { types: "beta(2, 3)" }, B: { types: [1, 2] } }
alternatives: [a]
values: own
beliefs: { independent: { B: [1/3, 2/3] } }
`;
    withModel(
      discretizeModel(parseModel(text), { points: 2, rule: "quantile" }),
      "exact",
      undefined,
      (loaded) => {
        const {
          arithmetic: F,
          environment: { beliefs },
        } = loaded;
        const chances = [0, 1].map((i) => F.toNumber(beliefs!.typeProbability!(i, 0)));
        expect(chances).toEqual([1 / 2, 1 / 3]);
      },
    );
  });

  test("quantities need an end", () => {
    const offer = (range: string) =>
      parseModel(
        `candor: 1\nagents: { A: { types: "uniform(0, 1)" } }\nalternatives: { quantities: ${range} }\nvalues: own * alternative\n`,
      );
    const finite = discretizeModel(offer("{ from: 0, to: 1 }"), {
      points: 2,
      rule: "midpoint",
      quantities: 3,
    });
    withModel(finite, "exact", undefined, ({ environment }) => {
      expect(environment.alternatives.map(({ name }) => name)).toEqual(["0", "1/2", "1"]);
    });
    expect(() => discretizeModel(offer("{ from: 0 }"), { points: 2, rule: "midpoint" })).toThrow(
      /need an end/,
    );
  });

  test("a distribution beside its number of points may be any; off the plain families it is computed in doubles", () => {
    const text = `candor: 1\nagents: { A: { types: { distribution: "beta(2, 1)", points: 2 } } }\nalternatives: [a]\nvalues: own\n`;
    withModel(parseModel(text), "auto", undefined, ({ arithmetic, environment: { beliefs } }) => {
      expect(arithmetic.kind).toBe("float");
      expect(beliefs!.typeProbability!(0, 0)).toBeCloseTo(1 / 4, 14);
    });
  });

  test("a finite file is refused", () => {
    const finite = parseModel(
      "candor: 1\nagents: { A: { types: [0, 1] } }\nalternatives: [a]\nvalues: own\n",
    );
    expect(() => discretizeModel(finite, { points: 2, rule: "midpoint" })).toThrow(/finite as it is/);
  });
});

test("weights join beliefs that state a prior over states", () => {
  const text = (beliefs: string) => `candor: 1
agents: { Ann: { types: "beta(2, 3)" }, Bob: { types: [0, 1] } }
states: [good, bad]
alternatives: { object: { to: all } }
values: "own * gets + (state == 'good' ? 1 : 0)"
beliefs: { ${beliefs}states: { good: 1/4, bad: 3/4 } }
`;
  const onGrid = (beliefs: string) =>
    discretizeModel(parseModel(text(beliefs)), { points: 2, rule: "midpoint" });
  const finite = onGrid("independent: { Bob: [1/4, 3/4] }, ");
  withModel(
    parseModel(printModel(finite)),
    "auto",
    undefined,
    ({ environment: { beliefs }, arithmetic: F }) => {
      const known = (agent: number, type: number) => F.toNumber(beliefs!.typeProbability!(agent, type));
      // F(1/2) = 11/16 for beta(2, 3).
      expect(known(0, 0)).toBeCloseTo(11 / 16, 11);
      expect(known(1, 1)).toBe(3 / 4);
    },
  );
  expect(Object.keys(onGrid("").file.beliefs!).sort()).toEqual(["independent", "states"]);
});

test("types far from 0 keep the digits in which they differ", () => {
  const { values } = firstAgent("beta(2, 3, 1000000000, 1000000001)", 32, "midpoint");
  values.forEach((value, k) => {
    expect(value - 1e9).toBeCloseTo((k + 1 / 2) / 32, 6);
  });
});
