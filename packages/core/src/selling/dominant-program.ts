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

/** The first entry that a column stands for; a utility has no good. */
export function firstEntry({ profiles: { count, goods }, orbits }: DominantProgram, column: number) {
  const first = orbits.firsts[column];
  const entry = first < 0 ? -1 - first : Math.floor(first / goods);
  const good = first < 0 ? undefined : first % goods;
  return { bidder: Math.floor(entry / count), profile: entry % count, good };
}

/** The columns of all allocations out of a resource, as often as they occur. */
export function resourceColumns({ sale, profiles, orbits }: DominantProgram, resource: number): number[] {
  const { count, goods } = profiles;
  const [profile, from, to] =
    sale.kind === "items"
      ? [Math.floor(resource / goods), resource % goods, (resource % goods) + 1]
      : [resource, 0, goods];
  return sale.bidders.flatMap((_, i) => {
    const start = (i * count + profile) * goods;
    return Array.from(orbits.allocationColumn.subarray(start + from, start + to));
  });
}

/** The program without incentive constraints; columns are resources. */
export function withoutIncentives(program: DominantProgram, weights: ArrayLike<number>): LinearProblem {
  const { profiles, orbits } = program;
  const rows = Array.from({ length: orbits.columns }, () => new Map<number, number>());
  const builder = new LinearProblemBuilder("minimise");
  orbits.resources.forEach((resource, r) => {
    builder.addColumn(1);
    for (const column of resourceColumns(program, resource))
      rows[column].set(r, (rows[column].get(r) ?? 0) + 1);
  });
  rows.forEach((row, column) => {
    const { bidder, profile, good } = firstEntry(program, column);
    const weight = program.scale * orbits.sizes[column] * weights[profile];
    const type = typeAt(profiles, bidder, profile);
    const cost = good === undefined ? -weight : weight * program.values[bidder][type * profiles.goods + good];
    builder.addRow([...row.keys()], [...row.values()], cost, Infinity);
  });
  return builder.build();
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
