import type { ProfileView } from "../model/profile-view.js";
import { cellNeverOccurs, paymentBound, totalPayment } from "./budget.js";
import type { CheckOptions } from "./property.js";

/** Where payments need the most outside funding. */
export interface Deficit {
  readonly cell: number;
  /** −Σ payments beyond the tolerance. */
  readonly size: number;
  readonly errorBound: number;
}

/** The profile at which payments add up to the least. */
export function largestDeficit<N>(view: ProfileView<N>, options: CheckOptions<N>): Deficit {
  const F = view.environment.arithmetic;
  const limit = F.negate(options.tolerance ?? F.zero);
  let worst = { cell: -1, total: F.zero };
  for (let cell = 0; cell < view.size; cell++) {
    if (options.profiles === "support" && cellNeverOccurs(view, cell)) continue;
    const total = totalPayment(view, cell);
    if (worst.cell < 0 || F.compare(total, worst.total) < 0) worst = { cell, total };
  }
  const size = worst.cell < 0 ? 0 : F.toNumber(F.subtract(limit, worst.total));
  return { cell: worst.cell, size, errorBound: paymentBound(view, 1) };
}
