import {
  type ColumnBlock,
  ColumnBlockBuilder,
  type LinearProblem,
  LinearProblemBuilder,
} from "../lp/index.js";
import type { DominantOrbits } from "./dominant-orbits.js";
import { type SaleProfiles, typeAt } from "./dominant-profiles.js";
import type { GoodsSale } from "./goods-sale.js";

/**
 * The dual of the sale's program in one variable an orbit, solved in place of it because it is several times faster and takes
 * new incentive constraints as columns. With A_R the resources of an orbit R, s_k the incentive constraint k as a row on the
 * orbits x (s_k·x ≥ 0) and c the objective:
 *
 * minimise Σ_R w_R  subject to  Σ_R w_R A_R − Σ_k λ_k s_k ≥ c,  w, λ ≥ 0.
 *
 * The rows' prices are x: the allocation and the utilities, in `unit`s. Objective: c is `scale` times the
 * sale's in those units, so that numbers are about 1.
 */
export interface DominantProgram {
  readonly sale: GoodsSale;
  readonly profiles: SaleProfiles;
  readonly orbits: DominantOrbits;
  /** Values in `unit`s, by bidder, [type · goods + good]. */
  readonly values: readonly Float64Array[];
  /** The least power of two that no absolute value exceeds, 1 if all are 0: dividing by it rounds nothing. */
  readonly unit: number;
  readonly scale: number;
}

/** Differences of values below this are rounding. */
const NEGLIGIBLE = 1e-11;

export function dominantProgram(
  sale: GoodsSale,
  profiles: SaleProfiles,
  orbits: DominantOrbits,
): DominantProgram {
  let most = 0;
  for (const { values } of sale.bidders) for (const value of values) most = Math.max(most, Math.abs(value));
  const unit = most === 0 ? 1 : 2 ** Math.ceil(Math.log2(most));
  const values = sale.bidders.map((bidder) => bidder.values.map((value) => value / unit));
  return { sale, profiles, orbits, values, unit, scale: profiles.count };
}

/** The program without incentive constraints; columns are resources. */
export function withoutIncentives(program: DominantProgram, weights: ArrayLike<number>): LinearProblem {
  const { sale, profiles, orbits } = program;
  const { count, goods } = profiles;
  const coefficients = resourceCoefficients(program);
  const builder = new LinearProblemBuilder("minimise");
  for (let r = 0; r < orbits.resources.length; r++) builder.addColumn(1);
  orbits.firsts.forEach((first, column) => {
    const utility = first < 0;
    const entry = utility ? -1 - first : Math.floor(first / goods);
    const [bidder, profile] = [Math.floor(entry / count), entry % count];
    const weight = program.scale * orbits.sizes[column] * weights[profile];
    const type = typeAt(profiles, bidder, profile);
    const cost = utility ? -weight : weight * program.values[bidder][type * goods + (first % goods)];
    const { indices, values } = coefficients[column];
    builder.addRow(indices, values, cost, Infinity);
  });
  return builder.build();

  function resourceCoefficients({ orbits: { resources, allocationColumn } }: DominantProgram) {
    const rows = Array.from({ length: orbits.columns }, () => ({
      indices: [] as number[],
      values: [] as number[],
    }));
    const each = sale.kind === "items" ? goods : 1;
    resources.forEach((resource, r) => {
      const profile = Math.floor(resource / each);
      sale.bidders.forEach((_, i) => {
        const start = (i * count + profile) * goods;
        const [from, to] = each === 1 ? [0, goods] : [resource % each, (resource % each) + 1];
        for (let g = from; g < to; g++) accumulate(rows[allocationColumn[start + g]], r);
      });
    });
    return rows;
  }
}

function accumulate(row: { indices: number[]; values: number[] }, index: number): void {
  const last = row.indices.length - 1;
  if (row.indices[last] === index) row.values[last]++;
  else {
    row.indices.push(index);
    row.values.push(1);
  }
}

/** Incentive constraints: the utility entry of the truth (bidder · profiles + profile) and the type reported instead. */
export interface IncentiveRows {
  readonly truth: readonly number[];
  readonly report: readonly number[];
}

/** The columns −s_k of the given incentive constraints, u_i(t) − u_i(r) − (v(t_i) − v(r_i))·q_i(r) ≥ 0. */
export function incentiveColumns(program: DominantProgram, { truth, report }: IncentiveRows): ColumnBlock {
  const { profiles, orbits } = program;
  const { count, goods, strides } = profiles;
  const builder = new ColumnBlockBuilder();
  const coefficients = new Map<number, number>();
  const put = (column: number, value: number) =>
    coefficients.set(column, (coefficients.get(column) ?? 0) + value);
  truth.forEach((entry, k) => {
    const [bidder, profile] = [Math.floor(entry / count), entry % count];
    const type = typeAt(profiles, bidder, profile);
    const lie = entry + (report[k] - type) * strides[bidder];
    const own = program.values[bidder];
    coefficients.clear();
    put(orbits.utilityColumn[entry], -1);
    put(orbits.utilityColumn[lie], 1);
    for (let g = 0; g < goods; g++)
      put(orbits.allocationColumn[lie * goods + g], own[type * goods + g] - own[report[k] * goods + g]);
    for (const [column, value] of coefficients) if (Math.abs(value) < NEGLIGIBLE) coefficients.delete(column);
    builder.addColumn(
      0,
      0,
      Infinity,
      false,
      [...coefficients.keys()],
      [...coefficients.values()],
      orbits.columns,
    );
  });
  return builder.build(orbits.columns);
}
