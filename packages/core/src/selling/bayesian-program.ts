import type { LinearProblem } from "../lp/problem.js";
import { LinearProblemBuilder } from "../lp/problem-builder.js";
import type { Arithmetic, Table } from "../numeric/arithmetic.js";
import type { BorderSystem } from "./border.js";
import type { ReducedSale } from "./reduced-sale.js";

/** lower ≤ Σ_k coefficients[k] · x[indices[k]] ≤ upper; a missing bound is left out. */
export interface ProgramRow<N> {
  readonly indices: readonly number[];
  readonly coefficients: readonly N[];
  readonly lower?: N;
  readonly upper?: N;
}

/** Where the variables of a class stand: U(t) at utilities + t, Q(t, place) at shares + t · goods + place. */
export interface ClassColumns {
  readonly utilities: number;
  readonly shares: number;
}

/** By class. */
export function programColumns<N>({ classes, goods }: ReducedSale<Table<N>>): ClassColumns[] {
  let count = 0;
  return classes.map(({ types }) => {
    const own = { utilities: count, shares: count + types };
    count += types * (1 + goods);
    return own;
  });
}

/** Expected revenue Σ_c n_c Σ_t p(t) (t·Q(t) − U(t)), by column. */
export function revenueCosts<N>(F: Arithmetic<N>, sale: ReducedSale<Table<N>>): N[] {
  return sale.classes.flatMap(({ bidders, types, probabilities, values }) => {
    const n = F.from({ n: BigInt(bidders.length), d: 1n });
    const weight = Array.from({ length: types }, (_, t) => F.multiply(n, probabilities[t]));
    return [
      ...weight.map((each) => F.negate(each)),
      ...Array.from({ length: values.length }, (_, k) =>
        F.multiply(weight[Math.floor(k / sale.goods)], values[k]),
      ),
    ];
  });
}

/** Type t of class c does not gain from reporting s: U(t) − U(s) − Q(s)·(t − s) ≥ 0. */
export function incentiveRow<N>(
  F: Arithmetic<N>,
  sale: ReducedSale<Table<N>>,
  columns: ClassColumns,
  c: number,
  t: number,
  s: number,
): ProgramRow<N> {
  const { goods } = sale;
  const { values } = sale.classes[c];
  const indices = [columns.utilities + t, columns.utilities + s];
  const coefficients = [F.one, F.negate(F.one)];
  for (let k = 0; k < goods; k++) {
    const difference = F.subtract(values[s * goods + k], values[t * goods + k]);
    if (F.compare(difference, F.zero) === 0) continue;
    indices.push(columns.shares + s * goods + k);
    coefficients.push(difference);
  }
  return { indices, coefficients, lower: F.zero };
}

/**
 * Within a block a more valuable place gets no smaller share, equally valuable ones the same. The first is what incentives
 * between a type and its permutation say, (t_j − t_k)(Q_j − Q_k) ≥ 0; with it no other permutation of a representative is a
 * better report than the representative itself (rearrangement inequality), so that incentives range over representatives.
 */
export function orderRows<N>(F: Arithmetic<N>, sale: ReducedSale<Table<N>>): ProgramRow<N>[] {
  const columns = programColumns(sale);
  return sale.classes.flatMap(({ types, values }, c) =>
    Array.from({ length: types }, (_, t) => t).flatMap((t) =>
      sale.blocks.flatMap((block) =>
        block.slice(1).map((place, k): ProgramRow<N> => {
          const [high, low] = [t * sale.goods + block[k], t * sale.goods + place];
          return {
            indices: [columns[c].shares + high, columns[c].shares + low],
            coefficients: [F.one, F.negate(F.one)],
            lower: F.zero,
            ...(F.compare(values[high], values[low]) === 0 ? { upper: F.zero } : {}),
          };
        }),
      ),
    ),
  );
}

/** Σ_e n_c · weight · amount over elements, as terms over the shares. */
export function demandTerms<N>(
  F: Arithmetic<N>,
  sale: ReducedSale<Table<N>>,
  system: BorderSystem<N>,
  elements: readonly number[],
): { indices: number[]; coefficients: N[] } {
  const columns = programColumns(sale);
  const indices: number[] = [];
  const coefficients: N[] = [];
  for (const e of elements) {
    const c = system.classes[e];
    const weight = F.multiply(
      system.weights[e],
      F.from({ n: BigInt(sale.classes[c].bidders.length), d: 1n }),
    );
    for (let k = 0; k < system.width; k++) {
      indices.push(columns[c].shares + system.first[e] + k);
      coefficients.push(weight);
    }
  }
  return { indices, coefficients };
}

/**
 * The program without Border's constraints, in doubles. All variables have finite bounds, so that any prices bound the value:
 * shares lie in [0, 1], and U(t) ≤ Σ_k (t_k − min_s s_k) may be asked for, since lowering all U of a class until the least is 0
 * keeps every constraint and does not lose revenue, and then U(t) ≤ U(s) + Q(t)·(t − s) for the type s with U(s) = 0.
 */
export function initialProblem(
  sale: ReducedSale,
  F: Arithmetic<number>,
  rows: readonly ProgramRow<number>[],
): LinearProblem {
  const builder = new LinearProblemBuilder("maximise");
  const costs = revenueCosts(F, sale);
  for (const { types, values } of sale.classes) {
    const least = leastValues(values, sale.goods);
    for (let t = 0; t < types; t++) {
      let most = 0;
      for (let k = 0; k < sale.goods; k++) most += values[t * sale.goods + k] - least[k];
      builder.addColumn(costs[builder.columns], 0, most);
    }
    for (let k = 0; k < types * sale.goods; k++) builder.addColumn(costs[builder.columns], 0, 1);
  }
  for (const { indices, coefficients, lower = -Infinity, upper = Infinity } of rows)
    builder.addRow(indices, coefficients, lower, upper);
  return builder.build();
}

function leastValues(values: Float64Array, goods: number): number[] {
  return Array.from({ length: goods }, (_, g) => {
    let least = Infinity;
    for (let k = g; k < values.length; k += goods) least = Math.min(least, values[k]);
    return least;
  });
}
