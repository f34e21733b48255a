// Populations that the benchmark names. Weights are integers; rows of likelihoods are divided by their sums.
import { rational } from "@candor/core/numeric";

function population(title, prior, likelihood, utilities, counts) {
  const share = (weights) => {
    const total = weights.reduce((sum, each) => sum + each, 0);
    return weights.map((weight) => rational(weight, total));
  };
  const names = (length, letter) => Array.from({ length }, (_, k) => `${letter}${k + 1}`);
  return {
    title,
    states: names(prior.length, "state "),
    signals: names(likelihood[0].length, "signal "),
    alternatives: names(utilities[0].length, "alternative "),
    prior: share(prior),
    likelihood: likelihood.map(share),
    groups: utilities.map((utility, u) => ({
      name: `group ${u + 1}`,
      count: counts[u],
      utility: utility.map((row) => row.map((value) => rational(value))),
    })),
  };
}

const THREE_STATES = [
  [
    [3, 0, 0],
    [0, 2, 0],
    [0, 0, 1],
  ],
  [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 5],
  ],
];

export const INSTANCES = {
  /** The assignment example: signals right with probability 3/4. */
  "2 signals, 2 states": population(
    "assignment",
    [1, 1],
    [
      [3, 1],
      [1, 3],
    ],
    [
      [
        [1, 2],
        [0, 0],
      ],
      [
        [0, 0],
        [9, 1],
      ],
    ],
    [3, 1],
  ),
  "3 signals, 3 states": population(
    "three",
    [1, 1, 1],
    [
      [10, 5, 5],
      [5, 10, 5],
      [4, 4, 12],
    ],
    THREE_STATES,
    [2, 1],
  ),
  "4 signals, 3 states": population(
    "four",
    [1, 1, 1],
    [
      [4, 2, 2, 2],
      [2, 4, 2, 2],
      [2, 2, 1, 5],
    ],
    THREE_STATES,
    [2, 1],
  ),
};
