import { float } from "../numeric/arithmetic.js";
import { type CountedBlock, eachCountCell, weightError } from "./count-cells.js";

/** Alike members with private values; types are drawn independently of each other and of everybody else. */
export interface PrivateGroup extends CountedBlock {
  /** v(a, t) at [t · |A| + a]. */
  readonly values: Float64Array;
  /** o(t). */
  readonly outside: ArrayLike<number>;
}

/** A population that rules may look at through the counts of types alone. */
export interface PrivatePopulation {
  readonly alternatives: number;
  readonly groups: readonly PrivateGroup[];
  /** The designer's value by alternative; 0 where it does not count. */
  readonly designer: Float64Array;
}

export type CountedRuleName = "pivot" | "majority" | "agv";

/** A rule at given counts of types; `choose` comes first and `payment` speaks of the same counts. */
export interface CountedRule {
  choose(counts: Int32Array): number;
  /** W(a) at the counts of the last choice. */
  readonly totals: Float64Array;
  /** What a member of this kind (types numbered across the groups) pays. */
  payment(kind: number, counts: Int32Array): number;
  /** A bound on the rounding error of a payment, and on the part of it that does not cancel when all payments are added up. */
  readonly paymentError: number;
  readonly sumError: number;
}

/** Where the kinds of each group begin. */
export function kindsOf({ groups }: PrivatePopulation): { first: number[]; size: number } {
  const first: number[] = [];
  let size = 0;
  for (const { probability } of groups) {
    first.push(size);
    size += probability.length;
  }
  return { first, size };
}

/** n·max|v| + max|v_D|: no total value is larger. */
export function largestTotal({ groups, designer }: PrivatePopulation): number {
  const top = (list: Float64Array) => list.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  return groups.reduce((sum, { members, values }) => sum + members * top(values), top(designer));
}

/** The rule with default options: ties go to the alternative listed first; majority keeps it unless another has more than half. */
export function countedRule(population: PrivatePopulation, name: CountedRuleName): CountedRule {
  const values = flatValues(population);
  if (name === "majority") return majorityByCounts(population, values);
  const choice = efficientByCounts(population, values);
  if (name === "pivot") return pivotByCounts(population, values, choice);
  return agvByCounts(population, values, choice);
}

/** v at [kind · |A| + a]. */
function flatValues(population: PrivatePopulation): Float64Array {
  const { first, size } = kindsOf(population);
  const flat = new Float64Array(size * population.alternatives);
  population.groups.forEach(({ values }, g) => {
    flat.set(values, first[g] * population.alternatives);
  });
  return flat;
}

function addUp(
  { alternatives: width, designer }: PrivatePopulation,
  values: Float64Array,
  counts: Int32Array,
  totals: Float64Array,
): void {
  totals.set(designer);
  for (let kind = 0, k = 0; kind < counts.length; kind++)
    for (let a = 0; a < width; a++) totals[a] += counts[kind] * values[k++];
}

type Choice = Pick<CountedRule, "choose" | "totals">;

/** The alternative listed first among those whose totals do not differ by more than rounding. */
function efficientByCounts(population: PrivatePopulation, values: Float64Array): Choice {
  const totals = new Float64Array(population.alternatives);
  const error = totalError(population);
  return {
    totals,
    choose(counts) {
      addUp(population, values, counts, totals);
      let best = 0;
      for (let a = 1; a < totals.length; a++) if (totals[a] > totals[best]) best = a;
      for (let a = 0; a < best; a++) if (totals[best] - totals[a] <= 2 * error) return a;
      return best;
    },
  };
}

/** A bound on the rounding error of a total. */
export function totalError(population: PrivatePopulation): number {
  return float.errorBound(kindsOf(population).size + 1, largestTotal(population));
}

function majorityByCounts(population: PrivatePopulation, values: Float64Array): CountedRule {
  const { alternatives: width, groups } = population;
  const members = groups.reduce((sum, each) => sum + each.members, 0);
  const totals = new Float64Array(width);
  const votes = new Int32Array(width);
  const favourite = Int32Array.from({ length: values.length / width }, (_, kind) => {
    const own = values.subarray(kind * width, (kind + 1) * width);
    return own.indexOf(own.reduce((most, x) => Math.max(most, x)));
  });
  return {
    totals,
    paymentError: 0,
    sumError: 0,
    payment: () => 0,
    choose(counts) {
      addUp(population, values, counts, totals);
      votes.fill(0);
      for (let kind = 0; kind < counts.length; kind++) votes[favourite[kind]] += counts[kind];
      if (width === 2) return 2 * votes[1] > members ? 1 : 0;
      let most = 0;
      for (let a = 1; a < width; a++) if (votes[a] > votes[most]) most = a;
      return most;
    },
  };
}

/** payment = max_a W_{−i}(a) − W_{−i}(x). */
function pivotByCounts(population: PrivatePopulation, values: Float64Array, efficient: Choice): CountedRule {
  const { alternatives: width } = population;
  const { totals } = efficient;
  let chosen = 0;
  return {
    totals,
    paymentError: 4 * totalError(population),
    sumError: 4 * totalError(population),
    choose: (counts) => (chosen = efficient.choose(counts)),
    payment(kind) {
      const own = kind * width;
      let most = Number.NEGATIVE_INFINITY;
      for (let a = 0; a < width; a++) most = Math.max(most, totals[a] - values[own + a]);
      return most - (totals[chosen] - values[own + chosen]);
    },
  };
}

/** payment = Σ_{j≠i} E_j/(n − 1) − E_i. */
function agvByCounts(population: PrivatePopulation, values: Float64Array, efficient: Choice): CountedRule {
  const { groups } = population;
  const members = groups.reduce((sum, each) => sum + each.members, 0);
  const { externality, magnitude, cells } = expectedExternalities(population, values, efficient);
  const size = externality.length;
  // Two roundings of a total, those of the weights and those of the sum.
  const error =
    2 * totalError(population) + magnitude * weightError(groups) + float.errorBound(cells, magnitude);
  const sumError = float.errorBound(size + 4, 4 * magnitude);
  return {
    ...efficient,
    paymentError: 4 * error + sumError,
    sumError,
    payment(kind, counts) {
      let others = -externality[kind];
      for (let k = 0; k < size; k++) others += counts[k] * externality[k];
      return others / (members - 1) - externality[kind];
    },
  };
}

/** E(t) = E[W_{−i}(x(t, t_{−i}))] by kind, the largest E|W_{−i}|, and over how many cells. */
function expectedExternalities(population: PrivatePopulation, values: Float64Array, efficient: Choice) {
  const { alternatives: width, groups } = population;
  const { first, size } = kindsOf(population);
  const externality = new Float64Array(size);
  const magnitude = new Float64Array(size);
  let cells = 0;
  groups.forEach((group, g) => {
    if (group.members === 0) return;
    cells += eachCountCell(without(groups, g), (others, probability) => {
      for (let kind = first[g]; kind < first[g] + group.probability.length; kind++) {
        others[kind]++;
        const x = efficient.choose(others);
        const given = probability * (efficient.totals[x] - values[kind * width + x]);
        externality[kind] += given;
        magnitude[kind] += Math.abs(given);
        others[kind]--;
      }
    });
  });
  return { externality, cells, magnitude: magnitude.reduce((most, x) => Math.max(most, x), 0) };
}

/** The groups with one member fewer in group g. */
export function without(groups: readonly PrivateGroup[], g: number): PrivateGroup[] {
  return groups.map((group, h) => (h === g ? { ...group, members: group.members - 1 } : group));
}
