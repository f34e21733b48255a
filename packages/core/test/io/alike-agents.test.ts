import { describe, expect, it } from "vitest";
import { parseModel, withModel } from "../../src/io/index.js";
import { facts, PROPERTIES } from "../../src/properties/index.js";

/** ε of every property asked for, and the facts, as fractions. */
function answers(text: string, ...ids: string[]) {
  return withModel(parseModel(`candor: 1\n${text}`), "exact", undefined, ({ mechanism }) => ({
    epsilons: ids.map(
      (id) => PROPERTIES.find((each) => each.id === id)!.check(mechanism!, {}).epsilon?.exact,
    ),
    facts: new Map(facts(mechanism!).facts.map(({ title, value }) => [title, value.exact])),
  }));
}

describe("members of a group who are not alike after all", () => {
  it("expect different things under a joint prior: agv computes each one's externality", () => {
    const { epsilons, facts } = answers(
      `agents: { V: { count: 2, types: [0, 3] } }
beliefs: { joint: [[1/2, 1/4], [0, 1/4]] }
alternatives: [x, y]
values: 'alternative == "x" ? own : 1'
mechanism: { rule: agv }`,
      "dominant-strategy-ic",
      "ex-post-ic",
      "anonymity",
    );
    expect(epsilons).toEqual(["3/4", "3/4", "3/2"]);
    expect([facts.get("expected payment of V 1"), facts.get("expected payment of V 2")]).toEqual([
      "-3/4",
      "3/4",
    ]);
  });

  it("have different worst-off types under a joint prior: vcg takes each one's own", () => {
    const { epsilons, facts } = answers(
      `agents: { V: { count: 2, types: [0, 3] } }
beliefs: { joint: [[1/3, 0], [2/3, 0]] }
alternatives: [x, y]
values: 'alternative == "x" ? own : 1'
outside: '2/3*own'
mechanism: { rule: vcg }`,
      "interim-ir",
      "ex-ante-ir",
    );
    expect(epsilons).toEqual(["0", "0"]);
    expect(facts.get("expected revenue")).toBe("1");
  });

  it("have different outside options when the expression names one", () => {
    const { epsilons } = answers(
      `agents: { V: { count: 2, types: [0, 1] } }
beliefs: { independent: uniform }
alternatives: { project: {} }
values: own * alternative.built
outside: 'agent == "V 2" ? 5 : 0'
mechanism: { rule: pivot }`,
      "ex-post-ir",
    );
    expect(epsilons).toEqual(["5"]);
  });

  it("face different possible states when the expression names one", () => {
    const { epsilons } = answers(
      `agents: { V: { count: 2, types: [0, 1] } }
states: [g, b]
beliefs: { independent: uniform, states: uniform }
alternatives: [x, y]
values: 'state == "b" && alternative == "x" && own == 0 ? -5 : 0'
possible: 'types["V 2"] == 0 || state == "g"'
mechanism: { outcome: 'sum(reports) == 1 ? "x" : "y"' }`,
      "ex-post-ic",
      "ex-post-ir",
    );
    expect(epsilons).toEqual(["5", "5"]);
  });

  it("list their messages in different orders", () => {
    const { facts } = answers(
      `agents: { V: { count: 2, types: [0, 1] } }
beliefs: { independent: uniform }
alternatives: [x, y]
values: 'alternative == "x" ? own : 1/3'
mechanism:
  messages: { "V 1": [a, b], "V 2": [b, a] }
  strategies: { "V 1": [a, b], "V 2": [b, a] }
  outcome: '"x"'
  payments: 'own == "a" ? (count(others, "a") == 1 ? 5 : 0) : 1'`,
    );
    // Type 0 of V 1 and type 1 of V 2 send a: payments 10, 1 + 0, 0 + 1, 2 with probability 1/4 each.
    expect(facts.get("expected revenue")).toBe("7/2");
  });
});

describe("expressions", () => {
  it.each([
    ["-(own - 1)^2", "-4"],
    ["-own^2", "-9"],
    ["(-own)^2", "9"],
    ["2 - own^2", "-7"],
    ["2^-1 * own", "3/2"],
    ["-own**2 + 1", "-8"],
    ["-2^own^2", "-512"],
  ])("read %s with the sign outside the power", (text, value) => {
    const { facts } = answers(
      `agents: { A: { types: [3] } }
beliefs: { independent: uniform }
alternatives: [x]
values: '${text}'
mechanism: { rule: constant, alternative: x }`,
    );
    expect(facts.get("expected welfare")).toBe(value);
  });

  it("cannot be given a name that is known already", () => {
    const text = `candor: 1
agents: { A: { types: [3] } }
define: { n: 7, sum: own }
alternatives: [x]
values: n * own`;
    expect(() => withModel(parseModel(text), "exact", undefined, () => {})).toThrow(
      /define.n: .*already.*\n.*define.sum/s,
    );
  });
});

describe("doubles", () => {
  const float = (text: string, id: string) =>
    withModel(parseModel(`candor: 1\n${text}`), "float", undefined, ({ mechanism }) =>
      PROPERTIES.find((each) => each.id === id)!.check(mechanism!, { tolerance: 1e-9 as never }),
    );

  it("are refused where the probability of a profile of signals would vanish", () => {
    const text = `agents: { V: { count: 400, types: [a, b] } }
states: [0, 1]
beliefs: { signals: { prior: [0.5, 0.5], likelihood: [[0.98, 0.02], [0.01, 0.99]] } }
alternatives: [x, y]
values: 'alternative == "x" ? 2*state-1 : 0'
mechanism: { outcome: '"x"' }`;
    expect(() => float(text, "ex-post-ic")).toThrow(/doubles take for 0; use --exact/);
  });

  it("give large groups their probabilities: 1,030 alike agents beside one who can gain", () => {
    const text = `agents: { V: { count: 1030, types: [0, 1] }, W: { types: [0, 1] } }
beliefs: { independent: uniform }
alternatives: [x, y]
values: { V: '0', W: 'alternative == "y" ? 1 : 0' }
mechanism: { outcome: '"x"', payments: { W: 'own == 1 ? -5 : 3' } }`;
    const verdict = float(text, "bayesian-ic");
    expect(verdict.status).toBe("violated");
    expect(verdict.epsilon!.value).toBeCloseTo(8, 9);
  });

  it("take equal decimals for equal at the thresholds of rules", () => {
    const posted = `agents: { A: { types: [0.1] } }
beliefs: { independent: uniform }
alternatives: { object: { to: all, nobody: true } }
values: gets * own + 0.7
mechanism: { rule: posted-price, price: 0.1 }`;
    expect(float(posted, "decision-efficiency").status).toBe("proved");
    const vote = `agents: { V: { count: 100, types: [-1, 1] } }
beliefs: { independent: uniform }
alternatives: [no, yes]
values: 'alternative == "yes" ? own : 0'
mechanism: { rule: majority, quota: 0.55 }`;
    expect(float(vote, "decision-efficiency").epsilon!.value).toBeCloseTo(8, 9);
  });
});
