/** Small valid models that together use every form of every section; titles name them in messages. */
export const MODELS: readonly string[] = [
  `candor: 1
title: lists, expressions, an independent prior
source: somewhere
notes: short
agents:
  Ann: { types: [1/4, 0.5, 1e0] }
  Bob: { types: [0, 1] }
alternatives: [yes, no]
define: { share: 1/n, gain: "alternative == 'yes' ? own : 0" }
values: gain * 2 * share
outside: 0
beliefs:
  independent: { Ann: [1/2, 1/4, 1/4], Bob: { "0": 1/3, "1": 2/3 } }
mechanism: { rule: pivot, ties: uniform }
require: [dominant-strategy-ic, { property: interim-ir, tolerance: 1/10, relative: true }]
expect: { tolerance: 1e-9, properties: { dominant-strategy-ic: 0 } }
`,
  `candor: 1
title: maps with fields and a joint prior
agents:
  Ann: { types: { low: 1, high: { number: 2, mood: good } } }
  Bob: { types: [{ name: calm, worth: 3 }, { name: wild, worth: 4 }] }
states: { dry: { rain: 0 }, wet: { rain: 10 } }
alternatives: { stay: { cost: 0 }, go: { cost: 1 } }
money: true
values:
  Ann: "own * alternative.cost + state.rain"
  Bob: "own.worth - alternative.cost + types.Ann"
outside: { Ann: [0, 1/2], Bob: { calm: 1, wild: 2 } }
designer: { value: "-alternative.cost", counts: true }
possible: "types.Ann == 1 || state == 'dry' || true"
beliefs:
  joint:
    low: { calm: { dry: 1/8, wet: 1/8 }, wild: [0.125, 0.125] }
    high: [[1/8, 1/8], [1/8, 1/8]]
mechanism:
  outcome: "reports.Ann > 1 ? 'go' : 'stay'"
  payments: { Ann: "own", Bob: [[1, 2], [3, 4]] }
`,
  `candor: 1
title: a population with signals and a common likelihood
agents: { Voter: { count: 3, types: [a, b] } }
states: [good, bad]
alternatives: [reform, keep]
money: false
values: "alternative == 'reform' ? (state == 'good' ? 1 : -1) : 0"
beliefs:
  signals:
    prior: [1/2, 1/2]
    likelihood: { good: [0.7, 0.3], bad: { weights: [3, 7] } }
mechanism:
  outcome: { lottery: { reform: "count(reports, 'a') / n", keep: "1 - count(reports, 'a') / n" } }
`,
  `candor: 1
title: signals, a likelihood an agent
agents: { Ann: { types: [a, b] }, Bob: { types: [1, 2, 3] } }
states: [good, bad]
alternatives: { project: { cost: 1/2 } }
values:
  Ann: { index: [alternative, own, state], entries: [[[1, 0], [1, 0]], [[0, 0], [0, 0]]] }
  Bob: { index: [Ann, own], entries: { a: [1, 2, 3], b: [4, 5, 6] } }
beliefs:
  signals:
    prior: { good: 1/4, bad: 3/4 }
    likelihoods:
      Ann: [[0.7, 0.3], [0.4, 0.6]]
      Bob: { good: [1/2, 1/4, 1/4], bad: [0, 0, 1] }
mechanism:
  outcome: { a: [build, build, not], b: [not, not, { build: 1/3, not: 2/3 }] }
  payments: "own == 'a' ? 1 : 0"
`.replace("\"own == 'a' ? 1 : 0\"", "{ Ann: \"own == 'a' ? 1 : 0\", Bob: own }"),
  `candor: 1
title: signals with a joint likelihood, an object, grids
agents:
  Ann: { types: { grid: { from: 0, to: 1, points: 3 } } }
  Bob: { types: { distribution: { name: uniform, from: 0, to: 1 }, points: 2 } }
states: [1, 2]
alternatives: { object: { to: all, nobody: true } }
values: "gets * (own + state)"
beliefs:
  signals:
    prior: uniform
    joint:
      - [[1/6, 1/6], [1/6, 1/6], [1/6, 1/6]]
      - { weights: [[1, 2], [3, 4], [5, 6]] }
mechanism: { rule: posterior-payment }
`,
  `candor: 1
title: personal beliefs
agents: { Ann: { types: [a, b] }, Bob: { types: [c, d] } }
alternatives: { subsets: { of: [x, y], atLeast: 0, atMost: 1 } }
values: "alternative.x + 2 * alternative.y"
beliefs:
  personal:
    agents:
      Ann: { a: [1/2, 1/2], b: { c: 0, d: 1 } }
      Bob: [[1/3, 2/3], [1, 0]]
    designer: [[1/4, 1/4], [1/4, 1/4]]
mechanism: { rule: groves, h: { Ann: "sum(others == others ? 0 : 0)", Bob: 1 } }
`.replace('"sum(others == others ? 0 : 0)"', "0"),
  `candor: 1
title: assignments, indirect with mixed strategies
agents: { Ann: { types: [{ name: s, sea: 1, hill: 0 }, { name: h, sea: 0, hill: 1 }] }, Bob: { types: [{ name: s, sea: 2, hill: 0 }] } }
alternatives: { assignments: { items: [sea, hill] } }
values: "own[item]"
beliefs: { independent: uniform }
mechanism:
  messages: { Ann: [1, 2], Bob: [stay] }
  strategies: { Ann: { s: 1, h: { "1": 1/2, "2": 1/2 } }, Bob: [stay] }
  outcome: "reports.Ann == 1 ? 'Ann: sea, Bob: hill' : 'Ann: hill, Bob: sea'"
  payments: { Ann: "own - 1" }
`,
  `candor: 1
title: a posted price to groups
agents:
  Buyer: { count: 2, types: { distribution: { name: power, from: 0, to: 1, exponent: 2 }, points: 2, rule: midpoint } }
  Guest: { types: { distribution: { name: triangular, from: 0, to: 1, peak: 1/2 }, points: 2 } }
alternatives: { object: { to: [Buyer 1, Buyer 2, Guest], nobody: true } }
values: own * gets
outside: { Buyer: "own * 0", Guest: 0 }
mechanism: { rule: posted-price, price: { Buyer: 1/2, Guest: 0.25 } }
`,
  `candor: 1
title: types of a basis, states with a prior
agents: { Ann: { types: [0, 1] }, Bob: { types: [0, 1] } }
states: [1, 2]
alternatives: { object: { to: all } }
values: own * gets * state
beliefs: { independent: uniform, states: { "1": 1/2, "2": 1/2 } }
mechanism: { rule: vcg, basis: { Ann: 0, Bob: "1" } }
`.replace("own * gets * state", "own * gets"),
  `candor: 1
title: items for types that are a product
agents:
  Ann: { types: { product: { A: [1, 2], B: { grid: { from: 0, to: 1, points: 2 } } } } }
  Bob: { types: { product: { A: { distribution: { name: uniform, from: 0, to: 1 }, points: 2, rule: trapezoid }, B: [1] } } }
alternatives: { items: { of: [A, B], to: all } }
values: own.A * gets.A + own.B * gets.B - gets
beliefs: { independent: uniform }
mechanism: { rule: pivot }
`,
  `candor: 1
title: one object in two grades
agents: { Ann: { types: [1, 2] } }
alternatives: { grades: { of: [low, high], to: [Ann] } }
values: own * (gets.low + 2 * gets.high)
mechanism: { rule: pivot }
`,
];

/** The title of a model text. */
export function titleOf(text: string): string {
  return /^title: (.*)$/m.exec(text)![1];
}
