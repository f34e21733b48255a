import { describe, expect, test } from "vitest";
import { buildEnvironment } from "../../src/io/model-file/environment.js";
import { parseModel } from "../../src/io/model-file/parse.js";
import { writeNumpy } from "../../src/io/tables/numpy.js";
import type { Environment } from "../../src/model/environment.js";
import { statePosterior } from "../../src/model/profile-view.js";
import { exact } from "../../src/numeric/arithmetic.js";
import { printRational, type Rational } from "../../src/numeric/rational.js";
import { problemLines, situation } from "./situations.js";

/** Three agents with 2, 3 and 1 types, two states. */
const WIDE = {
  agents: "{ Ann: { types: [a, b] }, Bob: { types: [x, y, z] }, Cid: { types: [c] } }",
  states: "[s, t]",
  values: "0",
};
const build = (beliefs: string, changes = {}, files?: (name: string) => Uint8Array): Environment<Rational> =>
  buildEnvironment(parseModel(situation({ ...WIDE, beliefs, ...changes })), exact, files).environment;
const list = (values: ArrayLike<Rational>) =>
  Array.from({ length: values.length }, (_, k) => printRational(values[k]));

/** π_i(t_{−i}, θ | t_i) over all profiles that have t_i, by definition: weight / mass. */
function belief(
  environment: Environment<Rational>,
  agent: number,
  types: readonly number[],
  state: number,
): string {
  const { weight, mass } = environment.beliefs!;
  return printRational(exact.divide(weight(agent, types, state), mass(agent, types[agent])));
}

test("independent: a product, with the states' prior", () => {
  const { beliefs } = build(
    "{ independent: { Ann: [1/4, 3/4], Bob: { z: 1/6, x: 1/3, y: 1/2 }, Cid: uniform }, states: { t: 1/5, s: 0.8 } }",
  );
  expect(printRational(beliefs!.prior!([1, 2, 0], 0))).toBe("1/10");
  expect(printRational(beliefs!.prior!([0, 1, 0], 1))).toBe("1/40");
  expect(beliefs!.marginals!.map(list)).toEqual([["1/4", "3/4"], ["1/3", "1/2", "1/6"], ["1"]]);
});

test("weights are proportional to", () => {
  expect(
    list(
      build(
        "{ independent: { Ann: { weights: [1, 3] }, Bob: { weights: { x: 1, y: 1, z: 2 } }, Cid: [1] }, states: uniform }",
      ).beliefs!.marginals![1],
    ),
  ).toEqual(["1/4", "1/4", "1/2"]);
});

describe("joint", () => {
  // p(t, θ) in units of 1/20: Ann slowest, the state fastest.
  const TABLE = [1, 2, 0, 4, 1, 1, 3, 3, 2, 0, 1, 2];
  const environment = build(
    "{ joint: { weights: [[[[1, 2]], [[0, 4]], [[1, 1]]], { z: [[1, 2]], x: [{ s: 3, t: 3 }], y: { c: [2, 0] } }] } }",
  );

  test("agrees with enumeration", () => {
    const p = (a: number, b: number, s: number) => TABLE[(a * 3 + b) * 2 + s];
    for (const a of [0, 1])
      for (const b of [0, 1, 2])
        for (const s of [0, 1]) {
          const own = [0, 1, 2].flatMap((k) => [p(a, k, 0), p(a, k, 1)]).reduce((x, y) => x + y);
          const bobs = [0, 1].flatMap((k) => [p(k, b, 0), p(k, b, 1)]).reduce((x, y) => x + y);
          expect(belief(environment, 0, [a, b, 0], s)).toBe(
            printRational(
              exact.divide(
                exact.from({ n: BigInt(p(a, b, s)), d: 1n }),
                exact.from({ n: BigInt(own), d: 1n }),
              ),
            ),
          );
          expect(belief(environment, 1, [a, b, 0], s)).toBe(
            printRational(
              exact.divide(
                exact.from({ n: BigInt(p(a, b, s)), d: 1n }),
                exact.from({ n: BigInt(bobs), d: 1n }),
              ),
            ),
          );
        }
  });

  test("gives posteriors about the state", () => {
    expect(list(statePosterior(environment, 0, [0, 0, 0])!)).toEqual(["1/3", "2/3"]);
    expect(list(statePosterior(environment, 1, [1, 1, 0])!)).toEqual(["1", "0"]);
  });

  test("comes from a side file too", () => {
    const npy = writeNumpy({ shape: [2, 3, 1, 2], data: Float64Array.from(TABLE, (x) => x / 32) });
    const data = npy.slice();
    new Float64Array(data.buffer, data.length - 96)[0] = 13 / 32;
    const fromFile = build("{ joint: { file: p.npy } }", {}, () => data);
    expect(printRational(fromFile.beliefs!.prior!([0, 0, 0], 0))).toBe("13/32");
    expect(printRational(fromFile.beliefs!.prior!([1, 2, 0], 1))).toBe("1/16");
  });
});

describe("signals", () => {
  test("one likelihood for all: the textbook posterior", () => {
    // Prior 1/2, precision 7/10: three equal signals give 343/(343 + 27).
    const { beliefs, ...rest } = build(
      "{ signals: { prior: [1/2, 1/2], likelihood: { s: [0.7, 0.3], t: [0.3, 0.7] } } }",
      { agents: "{ V: { count: 3, types: [a, b] } }" },
    );
    const environment = { ...rest, beliefs: beliefs! };
    expect(list(statePosterior(environment, 0, [0, 0, 1])!)).toEqual(["7/10", "3/10"]);
    expect(list(statePosterior(environment, 0, [0, 0, 0])!)).toEqual(["343/370", "27/370"]);
    expect(printRational(beliefs!.mass(0, 0))).toBe("1/2");
    expect(belief(environment, 0, [0, 0, 0], 0)).toBe("343/1000");
  });

  test("a likelihood an agent", () => {
    const { beliefs } = build(
      "{ signals: { prior: { t: 3/4, s: 1/4 }, likelihoods: { Ann: [[1/2, 1/2], { b: 1 , a: 0 }], Bob: { t: [0, 0, 1], s: uniform }, Cid: [[1], [1]] } } }",
    );
    expect(printRational(beliefs!.prior!([0, 2, 0], 0))).toBe("1/24");
    expect(printRational(beliefs!.prior!([1, 2, 0], 1))).toBe("3/4");
    expect(printRational(beliefs!.typeProbability!(1, 2))).toBe("5/6");
  });

  test("any joint likelihood", () => {
    const { beliefs } = build(
      "{ signals: { prior: [1/4, 3/4], joint: { s: uniform, t: { weights: [[[1], [2], [3]], [[4], [0], [0]]] } } } }",
    );
    expect(printRational(beliefs!.prior!([1, 0, 0], 0))).toBe("1/24");
    expect(printRational(beliefs!.prior!([1, 0, 0], 1))).toBe("3/10");
  });

  test("a likelihood from a side file, row by row", () => {
    const npy = writeNumpy({ shape: [2, 2], data: Float64Array.of(0.25, 0.75, 1, 0) });
    const agents = "{ V: { count: 2, types: [a, b] } }";
    const beliefs = "{ signals: { prior: uniform, likelihood: { file: l.npy } } }";
    expect(printRational(build(beliefs, { agents }, () => npy).beliefs!.prior!([1, 1], 0))).toBe("9/32");
    const off = writeNumpy({ shape: [2, 2], data: Float64Array.of(0.25, 0.25, 1, 0) });
    expect(problemLines(situation({ ...WIDE, agents, beliefs }), () => off)).toEqual([
      "5:39 beliefs.signals.likelihood: These probabilities add up to 1/2 (0.5), not 1. Correct them.",
    ]);
  });
});

test("personal: own type first, then the others in order, then the state", () => {
  const environment = build(
    `{ personal: { agents: {
      Ann: { a: { weights: [[[1, 2]], [[3, 4]], [[5, 6]]] }, b: uniform },
      Bob: [{ weights: [[[1, 2]], [[3, 4]]] }, uniform, { a: { c: [0, 1] }, b: { c: { s: 0, t: 0 } } }],
      Cid: { c: { weights: [[[1, 2], [3, 4], [5, 6]], [[7, 8], [9, 10], [11, 12]]] } } },
      designer: uniform } }`.replace(/\n\s*/g, " "),
  );
  const at = (agent: number, types: number[], state: number) => belief(environment, agent, types, state);
  expect([at(0, [0, 1, 0], 0), at(0, [0, 2, 0], 1), at(0, [1, 1, 0], 1)]).toEqual(["1/7", "2/7", "1/6"]);
  expect([at(1, [0, 0, 0], 1), at(1, [1, 0, 0], 0), at(1, [0, 2, 0], 1), at(1, [1, 2, 0], 1)]).toEqual([
    "1/5",
    "3/10",
    "1",
    "0",
  ]);
  expect([at(2, [0, 1, 0], 1), at(2, [1, 2, 0], 0)]).toEqual(["2/39", "11/78"]);
  expect(printRational(environment.beliefs!.prior!([1, 2, 0], 1))).toBe("1/12");
});

test("without beliefs there are none; with distributions on grids they come along", () => {
  expect(build("", { beliefs: "{ independent: uniform, states: uniform }" }).beliefs?.kind).toBe(
    "independent",
  );
  const text = situation(WIDE).replace(/^beliefs.*\n/m, "");
  expect(buildEnvironment(parseModel(text), exact).environment.beliefs).toBeUndefined();
});
