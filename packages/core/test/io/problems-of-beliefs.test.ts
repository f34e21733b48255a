import { describe, expect, test } from "vitest";
import { problemLines, type Sections, situation } from "./situations.js";

/** What is changed in the usual situation, and the problems that are reported: line:column path: message. */
const CASES: readonly (readonly [string, Sections, readonly string[]])[] = [
  [
    "negative probability",
    { beliefs: '{ independent: { Ann: [-1/2, 3/2], Bob: { "1": 1/3, "2": 1/3 } } }' },
    [
      "5:27 beliefs.independent.Ann: The probability of 1 is negative (-0.5).",
      '5:45 beliefs.independent.Bob: These probabilities add up to 2/3 (0.6666666666666666), not 1. Correct them, or write {weights: …} for "proportional to".',
    ],
  ],
  [
    "joint sum",
    { beliefs: "{ joint: [[1/4, 1/4], [1/4, 1/3]] }" },
    [
      '5:12 beliefs.joint: These probabilities add up to 13/12 (1.0833333333333333), not 1. Correct them, or write {weights: …} for "proportional to".',
    ],
  ],
  [
    "weights zero",
    { beliefs: "{ independent: { Ann: { weights: [0, 0] }, Bob: { weights: [1, -1] } } }" },
    [
      "5:34 beliefs.independent.Ann.weights: All weights are 0.",
      "5:60 beliefs.independent.Bob.weights: The probability of 2 is negative (-1).",
    ],
  ],
  [
    "beliefs twice",
    { beliefs: "{ independent: uniform, joint: [[1/4, 1/4], [1/4, 1/4]] }" },
    [
      "5:1 beliefs: State the beliefs in exactly one way (independent, joint, signals, personal); here are independent and joint.",
    ],
  ],
  [
    "beliefs unknown agent",
    { beliefs: "{ independent: { Ann: uniform, Bpb: uniform } }" },
    [
      '5:41 beliefs.independent.Bpb: There is no agent "Bpb" (agents: Ann, Bob).',
      "5:12 beliefs.independent: There is no distribution of the types of Bob.",
    ],
  ],
  [
    "signals without states",
    { beliefs: "{ signals: { prior: uniform, likelihood: [[1, 0], [0, 1]] } }" },
    ["5:12 beliefs.signals: Signals need at least two states (states: …)."],
  ],
  [
    "likelihood row",
    {
      beliefs: "{ signals: { prior: uniform, likelihood: { s: [1/2, 1/3], t: [0, 1] } } }",
      states: "[s, t]",
    },
    [
      '5:53 beliefs.signals.likelihood.s: These probabilities add up to 5/6 (0.8333333333333334), not 1. Correct them, or write {weights: …} for "proportional to".',
    ],
  ],
  [
    "personal missing",
    { beliefs: "{ personal: { agents: { Ann: { 1: [1, 0], 2: [0, 1] } } } }" },
    ["5:24 beliefs.personal.agents.Bob: There are no beliefs of Bob."],
  ],
  [
    "side file absent",
    { beliefs: "{ joint: { file: p.npy } }" },
    ["5:12 beliefs.joint: p.npy cannot be read here: no access to side files was given."],
  ],
  [
    "wrong file type",
    { beliefs: "{ joint: [[1/4, 1/4], { file: p.npy }] }" },
    [
      '5:34 beliefs.joint[1].file: "file" is not among the types of Bob (1, 2).',
      "5:32 beliefs.joint[1]: No entry for 1, 2 (types of Bob).",
    ],
  ],
];

describe("problems of beliefs", () => {
  test.each(CASES)("%s", (_, changes, lines) => {
    expect(problemLines(situation(changes))).toEqual(lines);
  });
});
