import { float } from "../numeric/arithmetic.js";
import { adjacentTypes } from "./adjacent-types.js";
import type { Lie, SetChain } from "./bayesian-session.js";
import { bestReports, type InterimShares } from "./best-reports.js";
import { amountsOf, type BorderSystem, borderChain } from "./border.js";
import type { ReducedSale } from "./reduced-sale.js";

/** Violations below are left to the repair. */
const VIOLATION = 1e-10;
/** Amounts that differ by less are one level of a chain. */
const LEVEL = 1e-9;

/** Both lies between every two adjacent types. */
export function adjacentLies({ classes, goods }: ReducedSale): Lie[] {
  return classes.flatMap(({ values }, bidderClass) =>
    adjacentTypes(values, goods).flatMap((others, report) =>
      [...others].flatMap((type) => [
        { bidderClass, type, report },
        { bidderClass, type: report, report: type },
      ]),
    ),
  );
}

/** For every type its best lie, if that gains. */
export function profitableLies({ classes, goods }: ReducedSale, found: readonly InterimShares[]): Lie[] {
  return classes.flatMap(({ values }, bidderClass) => {
    const { gains, reports } = bestReports(values, goods, found[bidderClass]);
    return [...reports].flatMap((report, type) =>
      gains[type] > VIOLATION ? [{ bidderClass, type, report }] : [],
    );
  });
}

/** Amounts in the order of the values, as a first guess at which types get more: the value itself, over grades the largest. */
function valueOrder(sale: ReducedSale): Float64Array[] {
  const { goods } = sale;
  const floor = sale.classes.reduce(
    (least, { values }) => values.reduce((a, b) => Math.min(a, b), least),
    Infinity,
  );
  return sale.classes.map(({ types, values }) =>
    Float64Array.from({ length: types * goods }, (_, k) => {
      if (sale.kind === "items") return values[k] - floor;
      if (k % goods > 0) return 0;
      let most = 0;
      for (let g = 0; g < goods; g++) most = Math.max(most, values[k + g] - floor);
      return most;
    }),
  );
}

/** For each supply, the sets of its chain that shares violate by more than rounding. */
export function violatedChains(
  sale: ReducedSale,
  systems: readonly BorderSystem<number>[],
  found: readonly InterimShares[],
): SetChain[] {
  return chainsBy(
    sale,
    systems,
    found.map(({ shares }) => shares),
    VIOLATION,
  );
}

/** Chains in the order of given shares; with a positive `violation` only sets whose demand exceeds the supply by more. */
function chainsBy(
  sale: ReducedSale,
  systems: readonly BorderSystem<number>[],
  shares: readonly Float64Array[],
  violation: number,
): SetChain[] {
  const counts = sale.classes.map(({ bidders }) => bidders.length);
  return systems.flatMap((own, system) => {
    const chain = borderChain(float, counts, own, amountsOf(float, own, shares), LEVEL);
    const levels: number[][] = [];
    let level: number[] = [];
    for (const [k, elements] of chain.levels.entries()) {
      level.push(...elements);
      if (violation > 0 && chain.demanded[k] - chain.available[k] <= violation) continue;
      levels.push(level);
      level = [];
    }
    return levels.length === 0 ? [] : [{ system, levels }];
  });
}

/** Chains of all sets in the order of the values. */
export function chainsByValue(sale: ReducedSale, systems: readonly BorderSystem<number>[]): SetChain[] {
  return chainsBy(sale, systems, valueOrder(sale), 0);
}
