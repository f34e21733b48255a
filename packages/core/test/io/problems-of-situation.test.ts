import { describe, expect, test } from "vitest";
import { problemLines, type Sections, situation } from "./situations.js";

/** What is changed in the usual situation, and the problems that are reported: line:column path: message. */
const CASES: readonly (readonly [string, Sections, readonly string[]])[] = [
  [
    "unknown keys",
    { agents: "{ Ann: { typs: [1] }, Bob: { types: [1, 2], cuont: 2 } }", titel: "x" },
    [
      "2:11 agents.Ann.types: This key is missing; it must be a list of labels or numbers, a map label → number or fields, a distribution such as uniform(0, 1), a grid, a distribution put on a grid, or a product of these.",
      '2:18 agents.Ann.typs: "typs" is not a key here; did you mean types?',
      '2:53 agents.Bob.cuont: "cuont" is not a key here; did you mean count?',
      '7:1 titel: "titel" is not a key here; did you mean title?',
    ],
  ],
  [
    "duplicate agents",
    { agents: "{ Ann: { types: [1, 2] }, Ann: { types: [1, 2] } }" },
    ['2:35 agents.Ann: "Ann" stands here twice; each name may stand once.'],
  ],
  [
    "agent like a member",
    { agents: '{ "V 1": { types: [1] }, V: { count: 2, types: [1] } }' },
    ['2:34 agents.V: Two agents are called "V 1".'],
  ],
  [
    "duplicate types",
    { agents: "{ Ann: { types: [a, b, a] }, Bob: { types: { x: 1, x: 2 } } }" },
    ['2:60 agents.Bob.types.x: "x" stands here twice; each name may stand once.'],
  ],
  [
    "duplicate alternatives",
    { alternatives: "[left, right, left]" },
    ['3:29 alternatives[2]: Two alternatives are called "left".'],
  ],
  [
    "duplicate states",
    { states: "[s, s]" },
    [
      '7:13 states[1]: Two states are called "s".',
      "5:1 beliefs.states: Independent beliefs over several states need a prior over the states.",
    ],
  ],
  [
    "empty names",
    { agents: '{ "": { types: ["", " "] } }', alternatives: '["", a]', states: '[""]' },
    [
      '2:25 agents[""].types[0]: A name is missing here; types need names that can be shown.',
      '2:29 agents[""].types[1]: A name is missing here; types need names that can be shown.',
      '2:11 agents[""]: A name is missing here; agents need names that can be shown.',
      "7:10 states[0]: A name is missing here; states need names that can be shown.",
      "3:16 alternatives[0]: A name is missing here; alternatives need names that can be shown.",
      '4:1 values: "alternative == \'left\' ? own : 0" compares with "left", which it can never be; there are , a.',
    ],
  ],
  [
    "control characters",
    { agents: '{ "a\\e[31m": { types: ["x\\0"] } }' },
    [
      '2:32 agents["a\\u001b[31m"].types[0]: "x\\u0000" contains control characters; remove them.',
      '2:11 agents["a\\u001b[31m"]: "a\\u001b[31m" contains control characters; remove them.',
      '4:1 values: "alternative == \'left\' ? own : 0" gives a text on one side of ":" and a number on the other.',
    ],
  ],
  [
    "not finite",
    {
      agents: "{ Ann: { types: [.nan, -.inf, 1e999] }, Bob: { types: { a: .inf, b: 1e999 } } }",
      outside: "{ Bob: [.nan, 1] }",
    },
    [
      '2:26 agents.Ann.types[0]: ".nan" is not a finite number.',
      '2:32 agents.Ann.types[1]: "-.inf" is not a finite number.',
      '2:39 agents.Ann.types[2]: "1e999" is not a finite number.',
      '2:65 agents.Bob.types.a: ".inf" is not a finite decimal or fraction such as 0.25 or 1/4.',
    ],
  ],
  [
    "undefined name",
    { values: "onw + altrnative" },
    ['4:1 values: "onw + altrnative" uses onw, which is not defined; did you mean n?'],
  ],
  [
    "circular",
    { values: "a", define: "{ a: b + 1, b: a + 1 }" },
    ['4:1 values: "a + 1" is circular: a → b → a.'],
  ],
  [
    "kinds",
    { values: "own + alternative" },
    ['4:1 values: "own + alternative" puts + between a number and a text.'],
  ],
  [
    "boolean value",
    { values: "own > 1" },
    ['4:1 values: "own > 1" is a boolean, but a number is needed here.'],
  ],
  [
    "syntax of expression",
    { values: "'(own'" },
    ['4:1 values: "(own" cannot be read: Unclosed ( at character 4.'],
  ],
  [
    "no such field",
    { values: "own.mood" },
    ['4:1 values: "own.mood" uses own.mood, which is not defined; known names: own.label.'],
  ],
  [
    "assignment",
    { values: "own = 1" },
    ['4:1 values: "own = 1" cannot be read: Unexpected "=" at character 4. Use == to compare.'],
  ],
  [
    "division by zero",
    { values: "1 / (own - 1)" },
    [
      '4:1 values: "1 / (own - 1)": This divides by zero. (at Ann = 1)',
      '4:1 values: "1 / (own - 1)": This divides by zero. (at Bob = 1)',
    ],
  ],
  [
    "modulo zero",
    { values: "own % 0" },
    [
      '4:1 values: "own % 0": This divides by zero. (at Ann = 1)',
      '4:1 values: "own % 0": This divides by zero. (at Bob = 1)',
    ],
  ],
  [
    "negative power of zero",
    { values: "0^-1" },
    [
      '4:1 values: "0^-1": This divides by zero: 0 to a negative power. (at Ann = 1)',
      '4:1 values: "0^-1": This divides by zero: 0 to a negative power. (at Bob = 1)',
    ],
  ],
  [
    "huge power",
    { values: "2^10^9" },
    [
      '4:1 values: "2^10^9": a power gives Infinity here; every value must be finite. (at Ann = 1)',
      '4:1 values: "2^10^9": a power gives Infinity here; every value must be finite. (at Bob = 1)',
    ],
  ],
  [
    "literal too large",
    { values: "own * 1e999" },
    ['4:1 values: "own * 1e999" contains 1e999, which is too large.'],
  ],
  [
    "grid",
    { agents: "{ Ann: { types: { grid: { from: 0, to: 1, points: 1000000000000 } } } }" },
    ["2:51 agents.Ann.types.grid.points: 1000000000000 must be a whole number from 2 to 10000."],
  ],
  [
    "grid fraction",
    { agents: "{ Ann: { types: { grid: { from: 0, to: 1, points: 2.5 } } } }" },
    ["2:51 agents.Ann.types.grid.points: 2.5 must be a whole number from 2 to 10000."],
  ],
  [
    "grid key",
    { agents: "{ Ann: { types: { grid: { from: 0, too: 1, points: 2 } } } }" },
    [
      "2:27 agents.Ann.types.grid.to: This key is missing; it must be a decimal or a fraction such as 1/3.",
      '2:44 agents.Ann.types.grid.too: "too" is not a key here; did you mean to?',
    ],
  ],
  [
    "count",
    { agents: "{ Ann: { count: 1e12, types: [1, 2] } }" },
    [
      "2:18 agents.Ann.count: 1e12 must be a whole number from 1 to 10000. Larger groups are read by candor population, tally and settle.",
    ],
  ],
  [
    "distribution",
    { agents: "{ Ann: { types: { distribution: { name: powr, from: 0, to: 1 }, points: 2 } } }" },
    [
      '2:43 agents.Ann.types.distribution.name: This must be uniform or power or triangular or exponential, not "powr".',
    ],
  ],
  [
    "distribution exponent",
    { agents: "{ Ann: { types: { distribution: { name: power, from: 0, to: 1 }, points: 2 } } }" },
    ["2:27 agents.Ann.types.distribution.exponent: A power distribution needs an exponent, e.g. 2."],
  ],
  [
    "distribution interval",
    { agents: "{ Ann: { types: { distribution: { name: uniform, from: 1, to: 1 }, points: 2 } } }" },
    ["2:58 agents.Ann.types.distribution.from: The interval is empty: from must be below to."],
  ],
  [
    "distribution points",
    { agents: "{ Ann: { types: { distribution: { name: uniform, from: 0, to: 1 } } } }" },
    [
      "2:18 agents.Ann.types: This fills a whole interval. candor auction, screen, trade, partnership, provide, efficient and report work on it; for everything else put the model on a grid: candor discretize.",
    ],
  ],
  [
    "assignments",
    { alternatives: "{ assignments: { items: [one] } }", values: "0" },
    ["3:32 alternatives.assignments.items: 2 agents need at least as many items; there are 1."],
  ],
  [
    "object to nobody",
    { alternatives: "{ object: { to: [Ann, Cid] } }", values: "0" },
    ['3:37 alternatives.object.to[1]: There is no agent "Cid".'],
  ],
  ["empty agents", { agents: "{}" }, ["2:1 agents: There is no agent."]],
  [
    "empty types",
    { agents: "{ Ann: { types: [] } }" },
    ["2:18 agents.Ann.types: An agent needs at least one type."],
  ],
  ["empty alternatives", { alternatives: "[]" }, ["3:1 alternatives: There is no alternative."]],
  ["empty states", { states: "[]" }, ["7:1 states: The list of states is empty; leave it out instead."]],
];

describe("problems of agents, alternatives, states and values", () => {
  test.each(CASES)("%s", (_, changes, lines) => {
    expect(problemLines(situation(changes))).toEqual(lines);
  });
});
