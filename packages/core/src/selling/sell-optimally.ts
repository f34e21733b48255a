import type { LinearSolver, StopSignal } from "../lp/solver.js";
import type { Arithmetic, Table } from "../numeric/arithmetic.js";
import type { GoodsSale } from "./goods-sale.js";
import { type BayesianSale, sellBayesian } from "./sell-bayesian.js";
import { type DominantSale, sellDominantly } from "./sell-dominantly.js";

/** In which sense truth has to be best: for everybody who expects truth of the others, or whatever the others report. */
export const SALE_INCENTIVES = ["bayesian", "dominant"] as const;

export interface SellOptions {
  readonly incentives: (typeof SALE_INCENTIVES)[number];
  readonly solver?: LinearSolver;
  readonly signal?: StopSignal;
  /** Bounds so far, in the unit of the values. */
  readonly progress?: (progress: { readonly rounds: number; readonly upper: number }) => void;
}

export type OptimalSale<N> =
  | ({ readonly incentives: "bayesian" } & BayesianSale<N>)
  | ({ readonly incentives: "dominant" } & DominantSale<N>);

/** The largest expected revenue, `sellBayesian` or `sellDominantly` as asked. */
export async function sellOptimally<N>(
  F: Arithmetic<N>,
  sale: GoodsSale<Table<N>>,
  { incentives, progress, ...options }: SellOptions,
): Promise<OptimalSale<N>> {
  if (incentives === "bayesian")
    return {
      incentives,
      ...(await sellBayesian(F, sale, { ...options, ...(progress ? { progress } : {}) })),
    };
  const note = progress && {
    progress: ({ round, estimate }: { round: number; estimate: number }) =>
      progress({ rounds: round, upper: estimate }),
  };
  return { incentives, ...(await sellDominantly(F, sale, { ...options, ...note })) };
}
