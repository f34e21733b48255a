import { type Environment, typeCounts } from "../model/environment.js";
import { blocksOf, cellCount } from "../model/perspective.js";
import { cellSpace } from "../model/profiles.js";
import { isImpersonal } from "../model/symmetry.js";
import { requireTableFits } from "../model/tabulation.js";
import { fail } from "../numeric/candor-error.js";
import { add, compare, multiply, ONE, type Rational, ZERO } from "../numeric/rational.js";
import type { Multiplier } from "./case-tree.js";
import { expectedBestByCounts } from "./expected-best-by-counts.js";
import { type FiniteTables, finiteTables, profileSteps } from "./finite-tables.js";
import type { Participation } from "./question.js";

/** What participation alone lets anyone collect. */
export interface ParticipationBound<N> {
  /** E_f max_a Σ_i E[v_i(a, t, θ) | t]. */
  readonly firstBest: N;
  /** Σ_i E_f o_i(t_i). */
  readonly outside: N;
  /** firstBest − outside. */
  readonly bound: N;
  /** Bounds the rounding error of `bound`; 0 when exact. */
  readonly errorBound: number;
  /** Profiles of types, or vectors of type counts, that were added up. */
  readonly cells: number;
}

/**
 * The most that any interim individually rational mechanism collects in expectation, whatever it does about incentives:
 * E_f Σ_i p_i ≤ E_f max_a Σ_i E[v_i(a, t, θ) | t] − Σ_i E_f o_i(t_i), for any number of agents.
 *
 * Proof, as dual feasibility. Give interim-ir of agent i and type t the multiplier Pr(t_i = t), Σ_a g(a|k) = 1 the multiplier
 * f(k)·max_a W(a, k) with W(a, k) = Σ_i E[v_i(a, k, θ) | k], and every incentive constraint 0. All signs are right, since Pr ≥ 0. Under a
 * common prior Pr(t)·π_i(k | t) = f(k), so
 * - on p_i(k) the multipliers add up to f(k), its weight in the revenue;
 * - on g(a|k) they add up to f(k)·(max_b W(b, k) − W(a, k)) ≥ 0, its weight in the revenue;
 * - the bounds add up to Σ_k f(k)·max_a W(a, k) − Σ_i Σ_t Pr(t_i = t)·o_i(t), which is the right-hand side.
 * No multiplier stands on an incentive constraint, so that the bound is the same for every ε and every reading of incentives, and it
 * holds for stronger participation too. Where outside options are 0 and no designer's value counts, `posteriorPayment` earns
 * it exactly; it is therefore optimal at every ε from its own smallest ε on.
 *
 * Alike agents with conditionally independent types are counted, not listed.
 * Errors: `not-applicable` without money or a common prior, `too-large`. Cost: cells × agents × alternatives × states; in
 * fractions with counts see {@link expectedBestByCounts}.
 * Source: Basu, Optimal mechanism design with approximate incentive compatibility and many players, last part of the proof of
 * Theorem 1, with outside options.
 */
export function participationBound<N>(environment: Environment<N>): ParticipationBound<N> {
  const F = environment.arithmetic;
  requireCommonPrior(environment);
  const counted = isExact(environment) ? expectedBestByCounts(environment) : undefined;
  const { value, cells, magnitude } =
    counted === undefined
      ? expectedBestByCells(environment)
      : { value: F.from(counted.value), cells: counted.cells, magnitude: 0 };
  const { expected, size } = expectedOutside(environment);
  const terms = cells + 4 * environment.agents.length * (environment.states.length + 1);
  return {
    firstBest: value,
    outside: expected,
    bound: F.subtract(value, expected),
    errorBound: F.errorBound(terms, magnitude + size),
    cells,
  };
}

function isExact(environment: Environment<unknown>): environment is Environment<Rational> {
  return environment.arithmetic.kind === "exact";
}

function requireCommonPrior<N>({ money, beliefs }: Environment<N>): void {
  if (!money) fail("not-applicable", "money", "Without money nothing is collected.");
  if (beliefs?.prior === undefined || beliefs.kind === "personal")
    fail(
      "not-applicable",
      "beliefs",
      "What participation allows is computed for a common prior. State beliefs: independent, joint or signals.",
    );
}

/** Σ over profiles, or over type counts times their number, of max_a Σ_θ f(t, θ) Σ_i v_i(a, t, θ). */
function expectedBestByCells<N>(environment: Environment<N>) {
  const { arithmetic: F, agents, alternatives, states, values, beliefs } = environment;
  const blocks = blocksOf(environment, typeCounts(environment), treatsAlikeAlike(environment));
  const size = cellCount(blocks);
  requireTableFits(size * agents.length, "The list of type profiles");
  const cells = cellSpace(blocks);
  const profile = new Int32Array(agents.length);
  const orders = F.table(agents.length);
  let value = F.zero;
  let magnitude = 0;
  for (let cell = 0; cell < size; cell++) {
    cells.write(cell, profile);
    if (cells.counts) cells.writeOrders(F, profile, orders);
    const totals = F.table(alternatives.length);
    const sizes = new Float64Array(F.kind === "float" ? alternatives.length : 0);
    for (let s = 0; s < states.length; s++) {
      const weight = beliefs!.prior!(profile, s, cells.counts ? orders : undefined);
      if (F.compare(weight, F.zero) <= 0) continue;
      for (let a = 0; a < totals.length; a++)
        for (const own of values) {
          const term = F.multiply(weight, own.at(a, profile, s));
          totals[a] = F.add(totals[a], term);
          if (sizes.length > 0) sizes[a] += Math.abs(F.toNumber(term));
        }
    }
    let best = totals[0];
    for (let a = 1; a < totals.length; a++) if (F.compare(totals[a], best) > 0) best = totals[a];
    value = F.add(value, best);
    magnitude += Math.max(0, ...sizes);
  }
  return { value, cells: size, magnitude };
}

/** Whether permuting the types of alike agents permutes their values and changes nothing else. */
function treatsAlikeAlike<N>(environment: Environment<N>): boolean {
  const { beliefs, values } = environment;
  return (
    (beliefs!.kind === "signals" || beliefs!.kind === "independent") &&
    isImpersonal(environment) &&
    !values.some((own) => own.dependsOnOthers || own.singlesOut)
  );
}

function expectedOutside<N>({ arithmetic: F, agents, outsideOptions, beliefs }: Environment<N>) {
  let expected = F.zero;
  let size = 0;
  agents.forEach(({ types }, i) => {
    for (let t = 0; t < types.length; t++) {
      const term = F.multiply(beliefs!.typeProbability!(i, t), outsideOptions[i][t]);
      expected = F.add(expected, term);
      if (F.kind === "float") size += Math.abs(F.toNumber(term));
    }
  });
  return { expected, size };
}

/**
 * The proof of {@link participationBound} for a small model, as the multipliers of a certificate: unit/k = f(k)·max_a W(a, k), and by
 * reading of participation interim-ir/i/t = Pr(t_i = t), epistemic-ir/i/k = f(k) or ex-ante-ir/i = 1, each with the same sum on g and p.
 * Errors: `not-applicable`, `too-large` beyond 500,000 values.
 */
export function participationMultipliers(
  environment: Environment<Rational>,
  reading: Exclude<Participation, "ex-post"> = "interim",
): Multiplier[] {
  requireCommonPrior(environment);
  const tables = finiteTables(environment);
  const { alternatives, values, prior } = tables;
  const units = prior!.map((weights, k): Multiplier => {
    const welfare = alternatives.map((_, a) =>
      weights.reduce(
        (total, weight, s) => values.reduce((sum, own) => add(sum, multiply(weight, own[k][s][a])), total),
        ZERO,
      ),
    );
    const price = welfare.reduce((best, each) => (compare(each, best) > 0 ? each : best));
    return { name: { kind: "unit", indices: [k] }, price };
  });
  return [...participationPrices(tables, reading), ...units].filter(({ price }) => price.n !== 0n);
}

function participationPrices(
  { agents, sizes, prior }: FiniteTables,
  reading: Exclude<Participation, "ex-post">,
): Multiplier[] {
  const { typeOf } = profileSteps(sizes);
  const mass = prior!.map((weights) => weights.reduce(add, ZERO));
  return agents.flatMap(({ types }, i): Multiplier[] => {
    if (reading === "ex-ante") return [{ name: { kind: "ex-ante-ir", indices: [i] }, price: ONE }];
    if (reading === "epistemic")
      return mass.map((price, k) => ({ name: { kind: "epistemic-ir", indices: [i, k] }, price }));
    return types.map((_, t) => ({
      name: { kind: "interim-ir", indices: [i, t] },
      price: mass.reduce((total, weight, k) => (typeOf(k, i) === t ? add(total, weight) : total), ZERO),
    }));
  });
}
