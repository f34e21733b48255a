import { readFileSync } from "node:fs";
import fc from "fast-check";
import { buildEnvironment, parseModel } from "../../src/io/index.js";
import type { Environment } from "../../src/model/environment.js";
import { exact } from "../../src/numeric/arithmetic.js";
import type { Rational } from "../../src/numeric/rational.js";

export const built = (text: string): Environment<Rational> =>
  buildEnvironment(parseModel(text), exact).environment;

/** An entry of the catalog on approximate incentives with many players. */
export const entry = (name: string) =>
  built(readFileSync(new URL(`../../../../catalog/papers/basu/${name}.yaml`, import.meta.url), "utf8"));

/**
 * Ann sees which of three states is likely, Bob's signal cannot tell fair from an even chance of bad and good. Fair is best for
 * both together when it is fair, and Ann likes it best when it is not.
 */
export const HIDDEN = `
candor: 1
agents: { Ann: { types: [bad, fair, good] }, Bob: { types: [low, high] } }
states: [bad, fair, good]
beliefs:
  signals:
    prior: uniform
    likelihoods:
      Ann: { bad: [4/5, 1/10, 1/10], fair: [1/10, 4/5, 1/10], good: [1/10, 1/10, 4/5] }
      Bob: { bad: [4/5, 1/5], fair: [1/2, 1/2], good: [1/5, 4/5] }
alternatives: [bad, fair, good]
values:
  Ann: 'alternative == "fair" ? (state == "fair" ? 1 : 3) : 0'
  Bob: "alternative == state ? 9 : 0"
`;

/** Two players, up to three states and signals, one likelihood for both; weights of tables filled row by row. */
export const commonLikelihoods = fc
  .record({
    states: fc.integer({ min: 2, max: 3 }),
    signals: fc.integer({ min: 2, max: 3 }),
    weights: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 9, maxLength: 9 }),
    values: fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 12, maxLength: 12 }),
  })
  .map(({ states, signals, weights, values }) => {
    const names = ["s0", "s1", "s2"].slice(0, states);
    const rows = names.map((_, s) => weights.slice(3 * s, 3 * s + signals));
    const likelihood = rows.map((row, s) => {
      const total = row.reduce((sum, weight) => sum + weight, 0);
      return `s${s}: [${row.map((weight) => `${weight}/${total}`).join(", ")}]`;
    });
    const value = (i: number) =>
      `'alternative == "act" ? ${choice(values.slice(6 * i))} : ${choice(values.slice(6 * i + 3))}'`;
    const choice = ([a, b, c]: number[]) => `(state == "s0" ? ${a} : state == "s1" ? ${b} : ${c})`;
    const types = ["low", "middle", "high"].slice(0, signals).join(", ");
    return built(`
candor: 1
agents: { Ann: { types: [${types}] }, Bob: { types: [${types}] } }
states: [${names.join(", ")}]
beliefs: { signals: { prior: uniform, likelihood: { ${likelihood.join(", ")} } } }
alternatives: [act, wait]
values: { Ann: ${value(0)}, Bob: ${value(1)} }
`);
  });
