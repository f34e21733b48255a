import { describe, expect, test } from "vitest";
import { withModel } from "../../src/io/load.js";
import { buildEnvironment } from "../../src/io/model-file/environment.js";
import { buildMechanism } from "../../src/io/model-file/mechanism.js";
import { parseModel } from "../../src/io/model-file/parse.js";
import { writeNumpy } from "../../src/io/tables/numpy.js";
import { composeDirect } from "../../src/model/composition.js";
import type { Mechanism } from "../../src/model/mechanism.js";
import { exact } from "../../src/numeric/arithmetic.js";
import { printRational, type Rational } from "../../src/numeric/rational.js";
import { type Sections, situation } from "./situations.js";

function build(
  mechanism: string,
  changes: Sections = {},
  files?: (name: string) => Uint8Array,
): Mechanism<Rational> {
  const model = parseModel(situation({ ...changes, mechanism }));
  return buildMechanism(model, buildEnvironment(model, exact, files), files);
}

/** "left: 1, 2": what is chosen and what everyone pays. */
function at(mechanism: Mechanism<Rational>, ...messages: number[]): string {
  const { lottery, payments } = mechanism.outcome(messages);
  const names = mechanism.environment.alternatives.map(({ name }) => name);
  const chosen =
    typeof lottery === "number"
      ? names[lottery]
      : names.map((name, a) => `${printRational(lottery[a])} ${name}`).join(" + ");
  return `${chosen}: ${Array.from({ length: payments.length }, (_, i) => printRational(payments[i])).join(", ")}`;
}

describe("outcomes", () => {
  test("by formula, as a text or as the number of an alternative", () => {
    const byName = build("{ outcome: \"sum(reports) > 3 ? 'right' : 'left'\" }");
    expect([at(byName, 0, 1), at(byName, 1, 1)]).toEqual(["left: 0, 0", "right: 0, 0"]);
    const byNumber = build("{ outcome: max(reports) }", { alternatives: "[1, 2]", values: "alternative" });
    expect([at(byNumber, 0, 0), at(byNumber, 0, 1)]).toEqual(["1: 0, 0", "2: 0, 0"]);
  });

  test("by a lottery of formulas", () => {
    const mechanism = build(
      "{ outcome: { lottery: { left: reports.Ann / 3, right: 1 - reports.Ann / 3 } } }",
    );
    expect([at(mechanism, 0, 0), at(mechanism, 1, 0)]).toEqual([
      "1/3 left + 2/3 right: 0, 0",
      "2/3 left + 1/3 right: 0, 0",
    ]);
  });

  test("by table, with lists, maps and lotteries", () => {
    const mechanism = build(
      "{ outcome: { '2': [right, { left: 1/4, right: 3/4 }], '1': { '1': left, '2': right } } }",
    );
    expect([at(mechanism, 0, 0), at(mechanism, 0, 1), at(mechanism, 1, 1)]).toEqual([
      "left: 0, 0",
      "right: 0, 0",
      "1/4 left + 3/4 right: 0, 0",
    ]);
  });

  test("from a side file of probabilities", () => {
    const file = writeNumpy({ shape: [2, 2, 2], data: Float64Array.of(1, 0, 0.5, 0.5, 0, 1, 0.25, 0.75) });
    const mechanism = build("{ outcome: { file: g.npy } }", {}, () => file);
    expect([at(mechanism, 0, 1), at(mechanism, 1, 1)]).toEqual([
      "1/2 left + 1/2 right: 0, 0",
      "1/4 left + 3/4 right: 0, 0",
    ]);
  });
});

describe("payments", () => {
  test("by a formula for all, with own and others' reports and the alternative", () => {
    const mechanism = build(
      "{ outcome: \"'left'\", payments: \"alternative == 'left' ? 10 * own + sum(others) : 0\" }",
    );
    expect(at(mechanism, 0, 1)).toBe("left: 12, 21");
  });

  test("are expected over the lottery", () => {
    const mechanism = build(
      "{ outcome: { lottery: { left: 1/4, right: 3/4 } }, payments: \"alternative == 'left' ? own : 0\" }",
    );
    expect(at(mechanism, 0, 1)).toBe("1/4 left + 3/4 right: 1/4, 1/2");
  });

  test("an agent by formula or table, the others nothing", () => {
    expect(at(build("{ outcome: \"'left'\", payments: { Bob: own } }"), 0, 1)).toBe("left: 0, 2");
    expect(
      at(build("{ outcome: \"'left'\", payments: { Ann: [[1, 2], { '1': 3, '2': 0.1 }], Bob: -1 } }"), 1, 1),
    ).toBe("left: 1/10, -1");
    const file = writeNumpy({ shape: [2, 2], data: Float64Array.of(1, 2, 3, 0.5) });
    expect(
      at(
        build("{ outcome: \"'left'\", payments: { Ann: { file: p.npy } } }", {}, () => file),
        1,
        1,
      ),
    ).toBe("left: 1/2, 0");
  });

  test("of a group apply to its members", () => {
    const changes = { agents: "{ Voter: { count: 2, types: [1, 2] } }" };
    expect(at(build("{ outcome: \"'left'\", payments: { Voter: own } }", changes), 0, 1)).toBe("left: 1, 2");
    expect(at(build("{ outcome: \"'left'\", payments: { Voter: own, Voter 2: 7 } }", changes), 0, 1)).toBe(
      "left: 1, 7",
    );
  });
});

describe("rules take options of every kind", () => {
  const OBJECT = { alternatives: "{ object: { to: all, nobody: true } }", values: "own * gets" };
  test.each([
    ["choice", "{ rule: second-price, ties: uniform }", OBJECT, [1, 1], "1/2 Ann + 1/2 Bob + 0 nobody: 1, 1"],
    ["number", "{ rule: second-price, reserve: 1.5 }", OBJECT, [1, 0], "Ann: 3/2, 0"],
    ["a number for all", "{ rule: posted-price, price: 3/2 }", OBJECT, [0, 1], "Bob: 0, 3/2"],
    ["a number an agent", "{ rule: posted-price, price: { Bob: 2, Ann: 3 } }", OBJECT, [1, 1], "Bob: 0, 2"],
    ["alternative", "{ rule: constant, alternative: right }", {}, [0, 0], "right: 0, 0"],
    [
      "agent",
      "{ rule: dictator, agent: Bob }",
      { values: "{ Ann: 0, Bob: \"alternative == 'right' ? 1 : 0\" }" },
      [0, 0],
      "right: 0, 0",
    ],
    [
      "expression in the others",
      "{ rule: groves, h: { Ann: reports.Bob * 10, Bob: sum(others) } }",
      { values: "0" },
      [0, 1],
      "left: 20, 1",
    ],
    ["expression for all", "{ rule: groves, h: max(others) }", { values: "0" }, [0, 1], "left: 2, 1"],
  ])("%s", (_, mechanism, changes, messages, outcome) => {
    expect(at(build(mechanism, changes as Sections), ...messages)).toBe(outcome);
  });

  test("a type an agent", () => {
    const vcg = build("{ rule: vcg, basis: { Ann: '2', Bob: '1' } }", OBJECT);
    // S(basis_i, r_j) − S_j − o_i: what Ann pays when she wins and when she does not.
    expect([at(vcg, 0, 0), at(vcg, 0, 1)]).toEqual(["Ann: 2, 0", "Bob: 0, 1"]);
  });
});

describe("indirect mechanisms", () => {
  const MIXED =
    `{ messages: { Ann: [0, 5, high] }, strategies: { Ann: { "2": { "5": 1/3, high: 2/3 }, "1": "0" } },
    outcome: "reports.Ann == 'high' ? 'left' : 'right'", payments: { Bob: own } }`.replace(/\n\s*/g, " ");

  test("have messages, strategies and a direct form", () => {
    const mechanism = build(MIXED);
    expect(mechanism.direct).toBe(false);
    expect(mechanism.messages).toEqual([
      ["0", "5", "high"],
      ["1", "2"],
    ]);
    expect(
      mechanism.strategies[0].map((mix) =>
        mix.map(({ message, probability }) => [message, printRational(probability)]),
      ),
    ).toEqual([
      [[0, "1"]],
      [
        [1, "1/3"],
        [2, "2/3"],
      ],
    ]);
    // Bob's messages are his types, and he tells the truth.
    expect(mechanism.strategies[1].map((mix) => mix.map(({ message }) => message))).toEqual([[0], [1]]);
    expect([at(composeDirect(mechanism), 0, 1), at(composeDirect(mechanism), 1, 0)]).toEqual([
      "right: 0, 2",
      "2/3 left + 1/3 right: 0, 1",
    ]);
  });

  test("take strategies as lists, and messages that read as numbers are numbers", () => {
    const mechanism = build(
      "{ messages: { Ann: [0, 0.5] }, strategies: { Ann: [0.5, 0] }, outcome: \"'left'\", payments: { Ann: own * 2 } }",
    );
    expect(at(composeDirect(mechanism), 0, 0)).toBe("left: 1, 0");
  });

  test("of groups give one entry for all members", () => {
    const mechanism = build(
      "{ messages: { V: [a, b] }, strategies: { V: [b, a] }, outcome: \"count(reports, 'a') > 0 ? 'left' : 'right'\" }",
      {
        agents: "{ V: { count: 2, types: [1, 2] } }",
      },
    );
    expect([at(composeDirect(mechanism), 0, 0), at(composeDirect(mechanism), 0, 1)]).toEqual([
      "right: 0, 0",
      "left: 0, 0",
    ]);
  });

  test("with profiles of messages beyond counting are refused", () => {
    const agents = `{ ${Array.from({ length: 30 }, (_, k) => `A${k}: { types: [1] }`).join(", ")} }`;
    const each = (text: string) => `{ ${Array.from({ length: 30 }, (_, k) => `A${k}: ${text}`).join(", ")} }`;
    const mechanism = `{ messages: ${each("[x, y]")}, strategies: ${each("[{ x: 1/2, y: 1/2 }]")}, outcome: "'left'" }`;
    const model = parseModel(situation({ agents, mechanism }));
    expect(() => withModel(model, "exact", undefined, () => {})).toThrow(/1073741824 profiles of messages/);
  });
});

test("problems that arise at one profile name it", () => {
  const text = situation({ values: "{ Ann: 1 / (types.Bob - 2), Bob: 0 }", mechanism: "{ rule: constant }" });
  const { environment } = buildEnvironment(parseModel(text), exact);
  expect(() => environment.values[0].at(0, [0, 1], 0)).toThrow(
    'values.Ann: "1 / (types.Bob - 2)": This divides by zero. (at Ann = 1, Bob = 2)',
  );
});
