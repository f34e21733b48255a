import {
  blocksOf,
  type CellSpace,
  cellCount,
  cellSpace,
  composeDirect,
  type Environment,
  expectation,
  isImpersonal,
  type Mechanism,
  requireTableFits,
  typeCounts,
  usesCounts,
  type Values,
} from "@candor/core/model";
import { max, type Table } from "@candor/core/numeric";

/** A number and a bound on its rounding error (0 in fractions). */
export interface Bounded<N> {
  readonly value: N;
  readonly errorBound: number;
}

export interface Expectations<N> {
  /** max(0, −Σ_i p_i) over all profiles. */
  readonly largestDeficit: Bounded<N>;
  /** Under the designer's prior; absent where none is stated. */
  readonly averages?: {
    readonly payments: Bounded<N>;
    readonly welfare: Bounded<N>;
    readonly firstBest: Bounded<N>;
    readonly loss: Bounded<N>;
  };
}

/**
 * E Σ_i p_i, E W(x), E max_a E[W(a) | t] and their difference added up as such, with everybody truthful: one pass over the
 * profiles or, for populations treated alike, over the counts of types; W adds up the agents' values and the designer's
 * where it counts. In doubles the bound covers everything but the rule itself. Errors: `too-large`. Cost: cells × (one
 * outcome + kinds × alternatives × states).
 */
export function expectations<N>(mechanism: Mechanism<N>): Expectations<N> {
  const { environment } = mechanism;
  const F = environment.arithmetic;
  const sums = passOverCells(mechanism);
  const { cells, sizes } = sums;
  const steps = cells * environment.states.length + 4 * environment.agents.length;
  const paymentBound = F.errorBound(steps, sizes.payment + sizes.total);
  const totalBound = F.errorBound(steps, sizes.total);
  const largestDeficit = { value: sums.deficit, errorBound: paymentBound };
  if (environment.beliefs?.prior === undefined) return { largestDeficit };
  // Where the choice is best by far the loss is 0 and no error comes in.
  const lossBound =
    F.errorBound(steps, F.toNumber(sums.loss)) + oneTotalBound(environment, sizes.total) * sizes.unsure;
  return {
    largestDeficit,
    averages: {
      payments: { value: sums.payments, errorBound: paymentBound },
      welfare: { value: sums.welfare, errorBound: totalBound },
      firstBest: { value: sums.firstBest, errorBound: totalBound },
      loss: { value: sums.loss, errorBound: lossBound },
    },
  };
}

/** A bound on the rounding error of the difference of two totals. */
function oneTotalBound<N>({ arithmetic: F, agents }: Environment<N>, total: number): number {
  return F.errorBound(4 * agents.length, 2 * total);
}

/** What a pass adds up; `sizes` are doubles that the bounds are made of. */
interface Sums<N> {
  deficit: N;
  payments: N;
  welfare: N;
  firstBest: N;
  loss: N;
  readonly sizes: { payment: number; total: number; unsure: number };
}

function passOverCells<N>(mechanism: Mechanism<N>): Sums<N> & { readonly cells: number } {
  const { environment, outcome } = composeDirect(mechanism);
  const { arithmetic: F, agents, alternatives } = environment;
  const blocks = blocksOf(environment, typeCounts(environment), usesCounts(mechanism));
  requireTableFits(cellCount(blocks), "The list of type profiles");
  const cells = cellSpace(blocks);
  // Where alternatives name single members, these value them differently.
  const alike = isImpersonal(environment) ? blocks.map((block) => block.agents) : agents.map((_, i) => [i]);
  const totals = totalValues(environment, alike);
  const weigh = environment.beliefs?.prior && weightsOf(environment, cells);
  const profile = new Int32Array(agents.length);
  const weighted = F.table(alternatives.length);
  const sizes = { payment: 0, total: 0, unsure: 0 };
  const sums = { deficit: F.zero, payments: F.zero, welfare: F.zero, firstBest: F.zero, loss: F.zero, sizes };
  for (let cell = 0; cell < cells.size; cell++) {
    cells.write(cell, profile);
    const { lottery, payments } = outcome(profile);
    const { paid, size } = addUp(F, payments);
    sums.deficit = max(F, sums.deficit, F.negate(paid));
    sizes.payment = Math.max(sizes.payment, size);
    if (weigh === undefined) continue;
    const mass = weigh(profile, weighted, totals, sizes);
    sums.payments = F.add(sums.payments, F.multiply(mass, paid));
    addWelfare(environment, sums, lottery, weighted, mass);
  }
  return { ...sums, cells: cells.size };
}

/** Adds a cell of probability `mass`, `weighted` being mass · W(a). */
function addWelfare<N>(
  environment: Environment<N>,
  sums: Sums<N>,
  lottery: number | Table<N>,
  weighted: Table<N>,
  mass: N,
): void {
  const F = environment.arithmetic;
  const best = largest(F, weighted);
  const achieved = expectation(environment, lottery, (a) => weighted[a]);
  const loss = F.subtract(best, achieved);
  sums.welfare = F.add(sums.welfare, achieved);
  sums.firstBest = F.add(sums.firstBest, best);
  sums.loss = F.add(sums.loss, loss);
  if (F.kind === "exact") return;
  const chance = F.toNumber(mass);
  if (unsure(F, weighted, F.toNumber(loss), oneTotalBound(environment, sums.sizes.total) * chance))
    sums.sizes.unsure += chance;
}

type Arithmetic<N> = Environment<N>["arithmetic"];

function addUp<N>(F: Arithmetic<N>, payments: Table<N>): { paid: N; size: number } {
  let paid = F.zero;
  let size = 0;
  for (let i = 0; i < payments.length; i++) {
    paid = F.add(paid, payments[i]);
    if (F.kind === "float") size += Math.abs(F.toNumber(payments[i]));
  }
  return { paid, size };
}

function largest<N>(F: Arithmetic<N>, list: Table<N>): N {
  let best = list[0];
  for (let a = 1; a < list.length; a++) best = max(F, best, list[a]);
  return best;
}

/** Whether rounding may have a say in the loss: there is one, or two alternatives are nearly as good as each other. */
function unsure<N>(F: Arithmetic<N>, weighted: Table<N>, loss: number, near: number): boolean {
  if (loss !== 0) return true;
  const best = F.toNumber(largest(F, weighted));
  let close = 0;
  for (let a = 0; a < weighted.length; a++) if (best - F.toNumber(weighted[a]) <= near) close++;
  return close > 1;
}

type Totals<N> = (profile: Int32Array, state: number, target: Table<N>) => number;
type Weigh<N> = (profile: Int32Array, target: Table<N>, totals: Totals<N>, sizes: { total: number }) => N;

/** Writes Σ_θ f(t, θ) W(a, t, θ) by alternative and returns Σ_θ f(t, θ). */
function weightsOf<N>(environment: Environment<N>, cells: CellSpace): Weigh<N> {
  const { arithmetic: F, beliefs, states, agents } = environment;
  const orders = F.table(agents.length);
  return (profile, target, totals, sizes) => {
    const inState = F.table(target.length);
    if (cells.counts) cells.writeOrders(F, profile, orders);
    let mass = F.zero;
    for (let a = 0; a < target.length; a++) target[a] = F.zero;
    for (let state = 0; state < states.length; state++) {
      const weight = beliefs!.prior!(profile, state, cells.counts ? orders : undefined);
      if (F.compare(weight, F.zero) === 0) continue;
      mass = F.add(mass, weight);
      sizes.total = Math.max(sizes.total, totals(profile, state, inState));
      for (let a = 0; a < target.length; a++) target[a] = F.add(target[a], F.multiply(weight, inState[a]));
    }
    return mass;
  };
}

/**
 * W(a, t, θ) by alternative and, in doubles, an upper bound on Σ_i |v_i|. The agents of a part have the same value at the
 * same type, which is looked up once where it does not depend on others, and multiplied by how many there are:
 * representatives list equal types side by side.
 */
function totalValues<N>(environment: Environment<N>, alike: readonly (readonly number[])[]): Totals<N> {
  const { arithmetic: F, values, designer, alternatives } = environment;
  const counted = designer?.counts ? [{ values: designer.value, agents: [-1] as readonly number[] }] : [];
  const parts = [...counted, ...alike.map((agents) => ({ values: values[agents[0]], agents }))];
  const lookups = parts.map((part) => lookup(environment, part.values, part.agents[0]));
  return (profile, state, target) => {
    let size = 0;
    for (let a = 0; a < alternatives.length; a++) target[a] = F.zero;
    parts.forEach(({ agents }, p) => {
      for (let k = 0; k < agents.length; ) {
        let next = k + 1;
        while (next < agents.length && profile[agents[next]] === profile[agents[k]]) next++;
        const members = F.from({ n: BigInt(next - k), d: 1n });
        let top = 0;
        for (let a = 0; a < alternatives.length; a++) {
          const value = lookups[p](a, profile, state, agents[k]);
          target[a] = F.add(target[a], F.multiply(members, value));
          if (F.kind === "float") top = Math.max(top, Math.abs(F.toNumber(value)));
        }
        size += top * (next - k);
        k = next;
      }
    });
    return size;
  };
}

type Lookup<N> = (alternative: number, profile: Int32Array, state: number, agent: number) => N;

/** v(a, t, θ) of the first of several alike agents, remembered by own type; read afresh where it depends on others. */
function lookup<N>(environment: Environment<N>, values: Values<N>, first: number): Lookup<N> {
  const { agents, alternatives, states } = environment;
  if (values.dependsOnOthers)
    return (a, profile, state, agent) =>
      (agent < 0 ? values : environment.values[agent]).at(a, profile, state);
  const known: N[] = [];
  const scratch = new Int32Array(agents.length);
  return (a, profile, state, agent) => {
    const own = agent < 0 ? 0 : profile[agent];
    const key = (own * states.length + state) * alternatives.length + a;
    if (known[key] === undefined) {
      if (first >= 0) scratch[first] = own;
      known[key] = values.at(a, scratch, state);
    }
    return known[key];
  };
}
