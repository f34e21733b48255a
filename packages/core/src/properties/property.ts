import type { Mechanism } from "../model/mechanism.js";
import type { Verdict } from "./verdict.js";

export interface CheckOptions<N> {
  /** ε up to which a property counts as holding, in the unit of the values. Default 0. */
  readonly tolerance?: N;
  /** Profiles over which ex post and dominance properties range. Default `all`. */
  readonly profiles?: "all" | "support";
}

export type PropertyGroup = "incentives" | "participation" | "money" | "efficiency" | "shape";

/** One property of a mechanism: an entry of the registry. */
export interface Property {
  readonly id: string;
  readonly group: PropertyGroup;
  /** What people read in the table. */
  readonly title: string;
  /** The inequality in words. */
  readonly definition: string;
  /** Where the definition comes from. */
  readonly source: string;
  check<N>(mechanism: Mechanism<N>, options: CheckOptions<N>): Verdict;
}
