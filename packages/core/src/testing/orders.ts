/** [the smaller, the larger, why]: the violation of the first is at most that of the second, on every model. */
export type Order = readonly [smaller: string, larger: string, why: string];

export const ORDERS: readonly Order[] = [
  ["bayesian-ic", "epistemic-ex-post-ic", "an average over profiles is at most its largest term"],
  ["epistemic-ex-post-ic", "dominant-strategy-ic", "the truth is one of the others' reports"],
  ["ex-post-ic", "dominant-strategy-ic-state-known", "the truth is one of the others' reports"],
  ["epistemic-ex-post-ic", "ex-post-ic", "an average over states is at most its largest term"],
  [
    "dominant-strategy-ic",
    "dominant-strategy-ic-state-known",
    "an average over states is at most its largest term",
  ],
  ["epistemic-ex-post-ir", "ex-post-ir", "an average over states is at most its largest term"],
  ["epistemic-ex-post-ir", "ex-post-ir-any-reports", "the truth is one of the others' reports"],
  ["interim-ir", "epistemic-ex-post-ir", "an average over profiles is at most its largest term"],
  ["budget-balance-ex-ante", "budget-balance", "an average over profiles is at most its largest term"],
  ["no-deficit-ex-ante", "no-deficit", "an average over profiles is at most its largest term"],
  ["no-deficit", "budget-balance", "a deficit is an imbalance"],
  ["decision-efficiency", "groves-form", "a Groves mechanism is efficient"],
  ["weak-monotonicity", "cyclical-monotonicity", "pairs are cycles"],
  ["interim-cyclical-monotonicity", "cyclical-monotonicity", "averaged cycles are at most the heaviest one"],
  ["cyclical-monotonicity", "dominant-cyclical-monotonicity", "the truth is one of the others' reports"],
];

/** The same for ε alone: where the larger may be slack for want of cycles or because other messages are lies too. */
export const EPSILON_ORDERS: readonly Order[] = [
  ["cyclical-monotonicity", "epistemic-ex-post-ic", "no payments leave smaller gains than the cycle mean"],
  [
    "dominant-cyclical-monotonicity",
    "dominant-strategy-ic",
    "no payments leave smaller gains than the cycle mean",
  ],
  ["interim-cyclical-monotonicity", "bayesian-ic", "no payments leave smaller gains than the cycle mean"],
];

/** Where beliefs come from a common prior. */
export const EX_ANTE: Order = [
  "ex-ante-ir",
  "interim-ir",
  "under a common prior the average over types is at most the worst type",
];
