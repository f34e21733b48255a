import type { Growth } from "@candor/core/population";

/** What is measured, in the order in which people read it. */
export const QUANTITIES = [
  { id: "dominant-strategy-ic", title: "gain from a lie, whatever others report" },
  { id: "ex-post-ic", title: "gain from a lie, others truthful and known" },
  { id: "bayesian-ic", title: "expected gain from a lie" },
  { id: "interim-ir", title: "expected loss from taking part" },
  { id: "payments", title: "expected payments (− deficit)" },
  { id: "payments-per-head", title: "… per head" },
  { id: "ex-post-deficit", title: "largest deficit" },
  { id: "welfare", title: "expected welfare" },
  { id: "welfare-per-head", title: "… per head" },
  { id: "first-best", title: "highest expected welfare" },
  { id: "first-best-per-head", title: "… per head" },
  { id: "loss", title: "welfare lost against the highest" },
  { id: "loss-per-head", title: "… per head" },
] as const;

export type QuantityId = (typeof QUANTITIES)[number]["id"];

/** One number of one rule at one size, or why there is none. */
export type Cell =
  | {
      readonly state: "value";
      readonly value: number;
      /** The fraction, where it was computed in fractions. */
      readonly exact?: string;
      /** Bound on the rounding error; 0 in fractions. */
      readonly errorBound: number;
    }
  | { readonly state: "n/a" | "too large"; readonly reason: string };

/** A number as a cell; one that overflowed is none. */
export function valueCell(value: number, errorBound: number, exact?: string): Cell {
  if (!Number.isFinite(value)) return { state: "n/a", reason: "doubles have overflowed here" };
  return { state: "value", value, ...(exact === undefined ? {} : { exact }), errorBound };
}

/** How the cells of one rule at one size were computed. */
export type Method = "exact" | "doubles" | "doubles by type counts" | "not computed";

export type Cells = Readonly<Record<QuantityId, Cell>>;

/** One rule in one population. */
export interface Measurement {
  readonly n: number;
  readonly method: Method;
  readonly cells: Cells;
}

export interface RuleGrowth {
  /** As asked for, e.g. "majority(quota=2/3)". */
  readonly rule: string;
  readonly measurements: readonly Measurement[];
  /** Estimates from the sizes shown. */
  readonly growth: Readonly<Record<QuantityId, Growth>>;
}

/** How many members each group has. */
export interface Composition {
  readonly n: number;
  readonly groups: ReadonlyMap<string, number>;
}

export interface GrowthTable {
  readonly title: string;
  readonly compositions: readonly Composition[];
  readonly rules: readonly RuleGrowth[];
}

/** Every quantity from one function of its name. */
export function everyQuantity<T>(of: (id: QuantityId) => T): Record<QuantityId, T> {
  return Object.fromEntries(QUANTITIES.map(({ id }) => [id, of(id)])) as Record<QuantityId, T>;
}
