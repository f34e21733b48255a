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
 * The environment as a private population, or why it is none: values and the designer's depend on the alternative and the own type alone, types are
 * independent, there is one state, and nothing tells the members of a group apart.
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
 * Every report of one member against every counts of the others, and every counts of all: nothing is sampled, and the gains from lies are computed even
 * where a theorem says that they are 0. Errors: `too-large`. Cost: type counts × kinds² × alternatives (two types: linear in the members).
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
  const { alternatives: width, groups } = population;
  const { values, probability: own, outside } = groups[g];
  const first = kindsOf(population).first[g];
  const types = own.length;
  const [choices, payments] = [new Int32Array(types), new Float64Array(types)];
  const interim = new Float64Array(types * types);
  let dominance = 0;
  let largest = 0;
  const cells = eachCountCell(without(groups, g), (others, probability) => {
    for (let r = 0; r < types; r++) {
      others[first + r]++;
      choices[r] = rule.choose(others);
      payments[r] = rule.payment(first + r, others);
      others[first + r]--;
    }
    for (let t = 0; t < types; t++) {
      const truth = values[t * width + choices[t]] - payments[t];
      for (let r = 0; r < types; r++) {
        const utility = values[t * width + choices[r]] - payments[r];
        dominance = Math.max(dominance, utility - truth);
        largest = Math.max(largest, Math.abs(values[t * width + choices[r]]) + Math.abs(payments[r]));
        interim[t * types + r] += probability * utility;
      }
    }
  });
  return { cells, dominance, largest, ...interimOf(interim, own, outside) };
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
  const sums = { payments: 0, sizes: 0, deficit: 0, welfare: 0, best: 0, total: 0, loss: 0, unsure: 0 };
  const cells = eachCountCell(groups, (counts, probability) => {
    const choice = rule.choose(counts);
    let paid = 0;
    for (let kind = 0; kind < counts.length; kind++)
      if (counts[kind] > 0) paid += counts[kind] * rule.payment(kind, counts);
    const { best, second } = firstTwo(rule.totals);
    sums.payments += probability * paid;
    sums.sizes = Math.max(sums.sizes, Math.abs(paid));
    sums.deficit = Math.max(sums.deficit, -paid);
    sums.welfare += probability * rule.totals[choice];
    sums.best += probability * best;
    sums.total += probability * Math.max(Math.abs(best), Math.abs(rule.totals[choice]));
    sums.loss += probability * (best - rule.totals[choice]);
    if (rule.totals[choice] < best || best - second <= tie) sums.unsure += probability;
  });
  const relative = weightError(groups);
  const bound = (size: number) => relative * size + float.errorBound(cells, size);
  const paymentsError = members * rule.sumError + float.errorBound(2 * members, sums.sizes);
  return {
    payments: { value: sums.payments, errorBound: bound(sums.sizes) + paymentsError },
    largestDeficit: { value: sums.deficit, errorBound: paymentsError },
    welfare: { value: sums.welfare, errorBound: bound(sums.total) + tie },
    firstBest: { value: sums.best, errorBound: bound(sums.total) + tie },
    // Where the choice is the best by more than rounding the loss is 0 and no error comes in.
    loss: { value: sums.loss, errorBound: bound(sums.loss) + tie * sums.unsure },
  };
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
