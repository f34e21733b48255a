import type { Estimate } from "@candor/core/intervals";
import type { GridQuantity } from "./grid-quantity.js";

/** The largest expected surplus of an efficient rule: on intervals that of VCG, on grids more (there revenue equivalence fails). */
export function surpluses(interval: Estimate): GridQuantity[] {
  return [
    { name: "surplus of VCG at the worst-off types", interval, finite: "vcg-surplus" },
    { name: "largest surplus of an efficient mechanism", interval, finite: "largest-surplus" },
  ];
}
