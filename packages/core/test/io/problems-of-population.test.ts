import { expect, test } from "vitest";
import { parseModel } from "../../src/io/index.js";
import { readPopulation } from "../../src/io/read-population.js";
import { CandorError } from "../../src/numeric/candor-error.js";
import { type Sections, situation } from "./situations.js";
import { east, readWeather } from "./weather.js";

const problems = (changes: Sections) => problemsOf(() => readWeather(changes));

/** The problems as "code line:column path: message". */
function problemsOf(reading: () => unknown): string[] {
  try {
    reading();
    return [];
  } catch (error) {
    if (!(error instanceof CandorError)) throw error;
    return error.problems.map(
      ({ code, line, column, path, message }) => `${code} ${line}:${column} ${path}: ${message}`,
    );
  }
}

const OWN = "The members of a group are alike in a population; make those who differ a group of their own.";
const SIZE = `Here n or a single member matters; utilities in a population are the same whatever its size. ${OWN}`;
const NAMED = `This names one of the members of East. ${OWN}`;
const STATE_ALONE = "utilities in a population depend on the alternative and the state alone.";
const SUPPORT = "every signal needs a positive probability in every state.";
const signals = (rest: string) => ({ beliefs: `{ signals: { prior: uniform, ${rest} } }` });
const agents = (one: string, other: string) => ({ agents: `{ East: { ${one} }, West: { ${other} } }` });

/** What is changed, and all problems that are reported. */
const REFUSED: readonly (readonly [string, Sections, readonly string[]])[] = [
  [
    "a single state",
    { states: "[dry]", values: "0", ...signals("likelihood: [[3/4, 1/4]]") },
    ["beliefs 5:12 beliefs.signals: Signals need at least two states (states: …)."],
  ],
  [
    "signals that are correlated given the state",
    signals("joint: [[[1/4, 1/4], [1/4, 1/4]], [[1/4, 1/4], [1/4, 1/4]]]"),
    [
      "not-applicable 5:39 beliefs.signals.joint: Signals in a population are independent given the state; replace joint by one likelihood for all (likelihood: …).",
    ],
  ],
  [
    "likelihoods that differ",
    signals("likelihoods: { East: [[3/4, 1/4], [1/4, 3/4]], West: [[3/4, 1/4], [1/3, 2/3]] }"),
    [
      "not-applicable 5:86 beliefs.signals.likelihoods.West: West has another likelihood than East; a population shares one (likelihood: …).",
    ],
  ],
  [
    "signals that differ",
    agents("count: 5, types: [dry, wet]", "types: [wet, dry]"),
    [
      "not-applicable 2:58 agents.West.types: West has the signals wet, dry, East has dry, wet; give all groups the same types in the same order.",
    ],
  ],
  [
    "one signal",
    { ...agents("types: [dry]", "types: [dry]"), ...signals("likelihood: [[1], [1]]") },
    ["not-applicable 2:19 agents.East.types: A population needs at least two signals; list them as types."],
  ],
  [
    "a signal that cannot be",
    signals("likelihood: { dry: [1, 0], wet: [1/4, 3/4] }"),
    [
      `zero-probability 5:53 beliefs.signals.likelihood.dry: Signal wet has probability 0 in state dry; ${SUPPORT}`,
    ],
  ],
  [
    "a state and signals that cannot be, in lists by group",
    {
      beliefs:
        "{ signals: { prior: [0, 1], likelihoods: { East: [[0, 1], [1, 0]], West: [[0, 1], [1, 0]] } } }",
    },
    [
      "zero-probability 5:23 beliefs.signals.prior: State dry has probability 0; give it a positive one or leave it out.",
      `zero-probability 5:60 beliefs.signals.likelihoods.East[0]: Signal dry has probability 0 in state dry; ${SUPPORT}`,
      `zero-probability 5:68 beliefs.signals.likelihoods.East[1]: Signal wet has probability 0 in state wet; ${SUPPORT}`,
    ],
  ],
  [
    "values by own type",
    east('own == "dry" ? 1 : 0'),
    [`not-applicable 4:11 values.East: The own type matters here; ${STATE_ALONE}`],
  ],
  [
    "values by others' types",
    east('count(others, "dry")'),
    [`not-applicable 4:11 values.East: Others' types matter here; ${STATE_ALONE}`],
  ],
  [
    "values by n, far from the members built",
    east("n > 100 ? 1 : 0"),
    [`not-applicable 4:11 values.East: ${SIZE}`],
  ],
  [
    "values by n in a definition",
    { ...east("share"), define: '{ share: "1 / size", size: n }' },
    [`not-applicable 4:11 values.East: ${SIZE}`],
  ],
  ["values by name", east('agent == "East 7" ? 1 : 0'), [`not-applicable 4:11 values.East: ${SIZE}`]],
  [
    "the type of a member",
    east('types["East 77"] == "dry" ? 1 : 0'),
    [`not-applicable 4:11 values.East: ${NAMED}`],
  ],
  [
    "values of members",
    { values: "{ East: 1, East 2: 2, West: 0 }" },
    [`not-applicable 4:20 values["East 2"]: This entry is for one member. ${OWN}`],
  ],
  [
    "values of members that were not built",
    { values: "{ East: 1, East 999999: 2, West: 0 }" },
    [`not-applicable 4:20 values["East 999999"]: ${NAMED}`],
  ],
  [
    "a member that does not exist",
    { values: "{ East: 1, East 1000001: 2, West: 0 }" },
    ['unknown-name 4:20 values["East 1000001"]: There is no agent "East 1000001".'],
  ],
  [
    "tables by types",
    {
      values: "{ East: { index: [own], entries: [1, 2] }, West: { index: [East 1], entries: [1, 1] } }",
    },
    [
      `not-applicable 4:11 values.East: The own type matters here; ${STATE_ALONE}`,
      `not-applicable 4:52 values.West: Others' types matter here; ${STATE_ALONE}`,
    ],
  ],
  ...[
    "{ object: { to: all } }",
    "{ assignments: { items: [a, b] } }",
    "{ left: { gets: { East 1: 1, West: 0 } }, right: { gets: { East 1: 0, West: 1 } } }",
  ].map(
    (alternatives) =>
      [
        `alternatives by agent: ${alternatives}`,
        { alternatives },
        [
          "not-applicable 3:1 alternatives: Here alternatives differ between agents. List them by name (alternatives: [East, West]) and let the values of each group say what they are worth.",
        ],
      ] as const,
  ),
  [
    "no money",
    { money: "false" },
    ["not-applicable 8:1 money: Posterior payments need money; leave money: false out."],
  ],
  [
    "a designer's value that counts",
    { designer: "{ value: 5, counts: true }" },
    [
      "not-applicable 8:23 designer.counts: The choice for a population maximises the players' utilities alone; leave counts out.",
    ],
  ],
  [
    "a correspondence",
    { correspondence: "true" },
    [
      "not-applicable 8:1 correspondence: The choice for a population is among all alternatives; leave the correspondence out.",
    ],
  ],
  [
    "outside options",
    { outside: "{ East: [0, 1], West: 0 }" },
    [
      "not-applicable 8:12 outside.East: Staying out is worth 0 in a population; subtract the outside option from the values instead.",
    ],
  ],
  ["an outside option by n", { outside: '"n > 100 ? 1 : 0"' }, [`not-applicable 8:1 outside: ${SIZE}`]],
  [
    "counts that are none",
    agents("count: 0, types: [dry, wet]", "count: 1.5, types: [dry, wet]"),
    [
      "not-an-integer 2:19 agents.East.count: 0 must be a whole number from 1 to 9007199254740991.",
      "not-an-integer 2:58 agents.West.count: 1.5 must be a whole number from 1 to 9007199254740991.",
    ],
  ],
  [
    "too many players",
    agents("count: 9007199254740991, types: [dry, wet]", "types: [dry, wet]"),
    ["too-large 2:1 agents: The groups may have 2^53 − 1 members together; take fewer."],
  ],
  [
    "values that are no fractions",
    { values: "{ East: 0, West: sqrt(2) }" },
    [
      'not-rational 4:20 values.West: "sqrt(2)": a square root has no exact value in general; a population is read in fractions. (at West = dry)',
    ],
  ],
  [
    "probabilities that add up to something else",
    signals("likelihood: { dry: [1/2, 1/4], wet: [1/4, 3/4] }"),
    [
      'probability-sum 5:53 beliefs.signals.likelihood.dry: These probabilities add up to 3/4 (0.75), not 1. Correct them, or write {weights: …} for "proportional to".',
    ],
  ],
];

test.each(REFUSED)("refused with its place: %s", (_, changes, expected) => {
  expect(problems(changes)).toEqual(expected);
});

test("refused with its place: independent types without states", () => {
  expect(problemsOf(() => readPopulation(parseModel(situation())))).toEqual([
    "not-applicable 1:1 states: A population learns about a state; list at least two (states: [dry, wet]).",
    "not-applicable 5:1 beliefs: A population needs signals that are independent given the state: beliefs: {signals: {prior: …, likelihood: …}}.",
  ]);
});
