import { type Environment, hasPrivateValues } from "../model/environment.js";
import { isImpersonal } from "../model/symmetry.js";
import { float } from "../numeric/arithmetic.js";
import { eachCountCell, weightError } from "./count-cells.js";
import {
  type CountedRule,
  type CountedRuleName,
  countedRule,
  kindsOf,
  type PrivateGroup,
  type PrivatePopulation,
  totalError,
  without,
} from "./counted-rules.js";

/** A number in doubles; it differs from the truth by at most `errorBound`. */
export interface Measured {
  readonly value: number;
  readonly errorBound: number;
}

/** A rule in a population with private values and independent types, everybody truthful where it matters. */
export interface PrivateMeasures {
  /** The largest gain from a lie whatever the others report; with private values also the largest ex post. */
  readonly dominance: Measured;
  /** The largest expected gain from a lie, over types of positive probability. */
  readonly bayesian: Measured;
  /** max(0, o(t) − U(t)) over types of positive probability. */
  readonly interimShortfall: Measured;
  /** E Σ_i p_i. */
  readonly payments: Measured;
  /** max(0, −Σ_i p_i) over all profiles. */
  readonly largestDeficit: Measured;
  /** E W(x). */
  readonly welfare: Measured;
  /** E max_a W(a). */
  readonly firstBest: Measured;
  /** E[max_a W(a) − W(x)], added up as such. */
  readonly loss: Measured;
}

/**
 * The environment as a private population, or why it is none: values and the designer's depend on the alternative and the
 * own type alone, types are independent, there is one state, and nothing tells the members of a group apart.
 */
export function privatePopulation(environment: Environment<number>): PrivatePopulation | string {
  const { beliefs, designer } = environment;
  if (!hasPrivateValues(environment)) return "values are not private";
  if (designer?.counts && (designer.value.dependsOnOthers || designer.value.dependsOnState))
    return "the designer's value depends on types or the state";
  if (beliefs?.marginals === undefined || environment.states.length > 1) return "types are not independent";
  if (!isImpersonal(environment)) return "alternatives tell alike agents apart";
  const groups = environment.groups.map((group) => privateGroup(environment, group.first, group.count));
  if (groups.some((group) => group === undefined)) return "alike agents have different distributions";
  const nobody = new Int32Array(environment.agents.length);
  return {
    alternatives: environment.alternatives.length,
    groups: groups as PrivateGroup[],
    designer: Float64Array.from(environment.alternatives, (_, a) =>
      designer?.counts ? designer.value.at(a, nobody, 0) : 0,
    ),
  };
}

function privateGroup(
  { agents, alternatives, values, outsideOptions, beliefs }: Environment<number>,
  first: number,
  members: number,
): PrivateGroup | undefined {
  const types = agents[first].types.length;
  const probability = beliefs!.marginals![first];
  for (let i = first + 1; i < first + members; i++)
    for (let t = 0; t < types; t++) if (beliefs!.marginals![i][t] !== probability[t]) return undefined;
  const profile = new Int32Array(agents.length);
  const width = alternatives.length;
  const table = new Float64Array(types * width);
  for (let t = 0; t < types; t++) {
    profile[first] = t;
    for (let a = 0; a < width; a++) table[t * width + a] = values[first].at(a, profile, 0);
  }
  return { members, probability, values: table, outside: outsideOptions[first] };
}

/**
 * What a rule does in a private population, from the counts of types alone, in doubles with bounds on the rounding error.
 *
 * Every report of one member against every counts of the others, and every counts of all: nothing is sampled, and the gains
 * from lies are computed even where a theorem says that they are 0. The bounds are those of the rule as computed, whose
 * choice takes totals for tied that rounding cannot tell apart. Errors: `too-large`. Cost: type counts × kinds² ×
 * alternatives (two types: linear in the members).
 */
export function measurePrivatePopulation(
  population: PrivatePopulation,
  name: CountedRuleName,
): PrivateMeasures {
  const rule = countedRule(population, name);
  return { ...incentives(population, rule), ...averages(population, rule) };
}

function incentives(
  population: PrivatePopulation,
  rule: CountedRule,
): Pick<PrivateMeasures, "dominance" | "bayesian" | "interimShortfall"> {
  const looks = population.groups.flatMap((group, g) =>
    group.members === 0 ? [] : [incentivesOf(population, rule, g)],
  );
  const most = (list: readonly number[]) => Math.max(0, ...list);
  const scale = most(looks.map(({ largest }) => largest));
  const cells = most(looks.map((look) => look.cells));
  const single = 2 * rule.paymentError + float.errorBound(4, 2 * scale);
  const average = single + 2 * scale * weightError(population.groups) + float.errorBound(cells, 2 * scale);
  return {
    dominance: { value: most(looks.map(({ dominance }) => dominance)), errorBound: single },
    bayesian: { value: most(looks.map(({ bayesian }) => bayesian)), errorBound: average },
    interimShortfall: { value: most(looks.map(({ shortfall }) => shortfall)), errorBound: average },
  };
}

/** One member of group g against all counts of the others. */
function incentivesOf(population: PrivatePopulation, rule: CountedRule, g: number) {
  const { groups } = population;
  const { probability: own, outside } = groups[g];
  const first = kindsOf(population).first[g];
  const types = own.length;
  const [choices, payments] = [new Int32Array(types), new Float64Array(types)];
  const gains = { dominance: 0, largest: 0, interim: new Float64Array(types * types) };
  const cells = eachCountCell(without(groups, g), (others, probability) => {
    for (let r = 0; r < types; r++) {
      others[first + r]++;
      choices[r] = rule.choose(others);
      payments[r] = rule.payment(first + r, others);
      others[first + r]--;
    }
    compareReports(groups[g].values, choices, payments, probability, gains);
  });
  return { cells, ...gains, ...interimOf(gains.interim, own, outside) };
}

/** Every type's reports, each with its choice and payment, against the same others. */
function compareReports(
  values: Float64Array,
  choices: Int32Array,
  payments: Float64Array,
  probability: number,
  gains: { dominance: number; largest: number; interim: Float64Array },
): void {
  const types = choices.length;
  const width = values.length / types;
  for (let t = 0; t < types; t++) {
    const truth = values[t * width + choices[t]] - payments[t];
    for (let r = 0; r < types; r++) {
      const value = values[t * width + choices[r]];
      const utility = value - payments[r];
      gains.dominance = Math.max(gains.dominance, utility - truth);
      gains.largest = Math.max(gains.largest, Math.abs(value) + Math.abs(payments[r]));
      gains.interim[t * types + r] += probability * utility;
    }
  }
}

function interimOf(interim: Float64Array, own: ArrayLike<number>, outside: ArrayLike<number>) {
  const types = own.length;
  let bayesian = 0;
  let shortfall = 0;
  for (let t = 0; t < types; t++) {
    if (own[t] === 0) continue;
    const truth = interim[t * types + t];
    for (let r = 0; r < types; r++) bayesian = Math.max(bayesian, interim[t * types + r] - truth);
    shortfall = Math.max(shortfall, outside[t] - truth);
  }
  return { bayesian, shortfall };
}

function averages(
  population: PrivatePopulation,
  rule: CountedRule,
): Omit<PrivateMeasures, "dominance" | "bayesian" | "interimShortfall"> {
  const { groups } = population;
  const members = groups.reduce((sum, each) => sum + each.members, 0);
  const tie = 2 * totalError(population);
  const sums = addUpAverages(population, rule, tie);
  const relative = weightError(groups);
  const bound = (size: number) => relative * size + float.errorBound(sums.cells, size);
  const paymentsError = members * rule.sumError + float.errorBound(2 * members, sums.largestPayments);
  return {
    payments: { value: sums.payments, errorBound: bound(sums.largestPayments) + paymentsError },
    largestDeficit: { value: sums.deficit, errorBound: paymentsError },
    welfare: { value: sums.welfare, errorBound: bound(sums.sizes) + tie },
    firstBest: { value: sums.best, errorBound: bound(sums.sizes) + tie },
    // Where the choice is the best by more than rounding the loss is 0 and no error comes in.
    loss: { value: sums.loss, errorBound: bound(sums.loss) + tie * sums.unsure },
  };
}

/** Expectations over the counts; `sizes` is that of absolute totals, `unsure` the chance of a loss or a near tie. */
function addUpAverages(population: PrivatePopulation, rule: CountedRule, tie: number) {
  const chances = { payments: 0, welfare: 0, best: 0, loss: 0, sizes: 0, unsure: 0 };
  let [deficit, largestPayments] = [0, 0];
  const cells = eachCountCell(population.groups, (counts, probability) => {
    const choice = rule.choose(counts);
    let paid = 0;
    for (let kind = 0; kind < counts.length; kind++)
      if (counts[kind] > 0) paid += counts[kind] * rule.payment(kind, counts);
    deficit = Math.max(deficit, -paid);
    largestPayments = Math.max(largestPayments, Math.abs(paid));
    const { best, second } = firstTwo(rule.totals);
    const achieved = rule.totals[choice];
    chances.payments += probability * paid;
    chances.welfare += probability * achieved;
    chances.best += probability * best;
    chances.loss += probability * (best - achieved);
    chances.sizes += probability * Math.max(Math.abs(best), Math.abs(achieved));
    if (achieved < best || best - second <= tie) chances.unsure += probability;
  });
  return { ...chances, deficit, largestPayments, cells };
}

/** The largest entry and the next one, as large where two are tied. */
function firstTwo(totals: Float64Array): { best: number; second: number } {
  let best = Number.NEGATIVE_INFINITY;
  let second = best;
  for (let a = 0; a < totals.length; a++) {
    if (totals[a] > best) [best, second] = [totals[a], best];
    else if (totals[a] > second) second = totals[a];
  }
  return { best, second };
}
