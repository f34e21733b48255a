import { describe, expect, test } from "vitest";
import { problemLines, type Sections, situation } from "./situations.js";

/** What is changed in the usual situation, and the problems that are reported: line:column path: message. */
const CASES: readonly (readonly [string, Sections, readonly string[]])[] = [
  [
    "duplicate messages",
    { mechanism: "{ messages: { Ann: [a, a] }, strategies: { Ann: { 1: a, 2: a } }, outcome: \"'left'\" }" },
    ['6:35 mechanism.messages.Ann[1]: Two messages are called "a".'],
  ],
  [
    "unknown rule",
    { mechanism: "{ rule: pivit }" },
    ['6:14 mechanism.rule: There is no rule "pivit"; did you mean pivot?'],
  ],
  [
    "unknown option",
    { mechanism: "{ rule: pivot, tise: uniform }" },
    ['6:27 mechanism.tise: "tise" is not an option of pivot; did you mean ties?'],
  ],
  [
    "bad option",
    { mechanism: "{ rule: pivot, ties: random }" },
    ['6:27 mechanism.ties: This must be lowest-index or uniform, not "random".'],
  ],
  [
    "missing option",
    { mechanism: "{ rule: groves }" },
    [
      "6:1 mechanism.h: groves needs h: h_i(r_{−i}), what agent i is charged before it receives what the others get.",
    ],
  ],
  [
    "own report in h",
    { mechanism: "{ rule: groves, h: own }" },
    [
      "6:28 mechanism.h: \"own\" depends on the agent's own report; it may use the others' only (others, reports.Name of another agent).",
    ],
  ],
  [
    "outcome label table",
    { mechanism: "{ outcome: [[left, rihgt], [left, left]] }" },
    ['6:31 mechanism.outcome[0][1]: "rihgt" is not an alternative; did you mean right?'],
  ],
  [
    "outcome label formula",
    { mechanism: '{ outcome: "own" }' },
    ['6:14 mechanism.outcome: "own" uses own, which is not defined; did you mean n?'],
  ],
  [
    "outcome of a formula",
    { mechanism: "{ outcome: \"reports.Ann > 1 ? 'rigth' : 'left'\" }" },
    ['6:14 mechanism.outcome: "rigth" is not an alternative; did you mean right? (at Ann = 2, Bob = 1)'],
  ],
  [
    "outcome number",
    { mechanism: "{ outcome: reports.Ann }" },
    ["6:14 mechanism.outcome: The outcome 1 is not an alternative. (at Ann = 1, Bob = 1)"],
  ],
  [
    "lottery sum in a table",
    { mechanism: "{ outcome: [[left, { left: 1/2, right: 1/3 }], [left, left]] }" },
    [
      "6:31 mechanism.outcome[0][1]: These probabilities add up to 5/6 (0.8333333333333334), not 1. Correct them.",
    ],
  ],
  [
    "lottery sum by formula",
    { mechanism: "{ outcome: { lottery: { left: reports.Ann / 2, right: 1/2 } } }" },
    [
      "6:25 mechanism.outcome.lottery: These probabilities add up to 1.5, not 1. Correct them. (at Ann = 2, Bob = 1)",
    ],
  ],
  [
    "lottery negative",
    { mechanism: "{ outcome: { lottery: { left: 2 - reports.Ann, right: reports.Ann - 1, rihgt: 0 } } }" },
    ['6:83 mechanism.outcome.lottery.rihgt: "rihgt" is not an alternative; did you mean right?'],
  ],
  [
    "payments unknown agent",
    { mechanism: "{ outcome: \"'left'\", payments: { Anne: 1 } }" },
    ['6:45 mechanism.payments.Anne: There is no agent "Anne"; did you mean Ann?'],
  ],
  [
    "payment divides by zero",
    { mechanism: "{ outcome: \"'left'\", payments: { Ann: 1 / (own - 2) } }" },
    ['6:45 mechanism.payments.Ann: "1 / (own - 2)": This divides by zero. (at Ann = 2, Bob = 1)'],
  ],
  [
    "payments without money",
    { mechanism: "{ outcome: \"'left'\", payments: 1 }", money: "false" },
    ["6:33 mechanism.payments: The model has no money (money: false); leave the payments out."],
  ],
  [
    "messages of nobody",
    { mechanism: "{ messages: { Ane: [a] }, outcome: \"'left'\" }" },
    ['6:26 mechanism.messages.Ane: There is no agent "Ane"; did you mean Ann?'],
  ],
  [
    "strategy missing",
    { mechanism: "{ messages: { Ann: [a] }, outcome: \"'left'\" }" },
    ["6:1 mechanism.strategies.Ann: There is no strategy of Ann."],
  ],
  [
    "strategy unknown message",
    { mechanism: "{ messages: { Ann: [a] }, strategies: { Ann: [a, b] }, outcome: \"'left'\" }" },
    ['6:61 mechanism.strategies.Ann[1]: "b" is not a message of Ann (a).'],
  ],
  [
    "strategy sum",
    {
      mechanism:
        "{ messages: { Ann: [a, b] }, strategies: { Ann: [a, { a: 1/2, b: 1/3 }] }, outcome: \"'left'\" }",
    },
    [
      "6:64 mechanism.strategies.Ann[1]: These probabilities add up to 5/6 (0.8333333333333334), not 1. Correct them.",
    ],
  ],
  [
    "neither rule nor outcome",
    { mechanism: "{ payments: 0 }" },
    ["6:1 mechanism: A mechanism needs a rule (rule: pivot), or an outcome and payments."],
  ],
  [
    "rule refuses",
    { mechanism: "{ rule: first-price }" },
    [
      "6:14 mechanism.rule: the alternative left has no field `gets`. Give each alternative the personal field `gets`, 1 for the agent who gets the object and 0 for the others.",
    ],
  ],
];

describe("problems of mechanisms", () => {
  test.each(CASES)("%s", (_, changes, lines) => {
    expect(problemLines(situation(changes))).toEqual(lines);
  });
});
