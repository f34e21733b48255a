import type { Table } from "../numeric/arithmetic.js";
import { fail } from "../numeric/candor-error.js";
import type { CorrelatedAuction } from "./correlated-auction.js";
import { axisOf, lineStart } from "./lines.js";

/** No ex post mechanism earns more than `bound` + `error`; `error` covers rounding and is 0 in exact arithmetic. */
export interface CoverBound<N> {
  readonly bound: N;
  /** The part of `bound` that pays for lines where the cover falls short; 0 for a feasible cover. */
  readonly shortfall: N;
  readonly error: number;
}

/**
 * The upper bound on revenue that any y ≥ 0 over profiles proves: Σ_v y(v) + Σ_i Σ_{v_{−i}} max(0, max_{v_i} R_i(v) − T_i(v)), where
 * T_i(v) = Σ_{v'_i ≥ v_i} y(v'_i, v_{−i}) and R_i(v) = v_i Σ_{v'_i ≥ v_i} f(v'_i, v_{−i}).
 *
 * Proof. Adding what is missing on a line to y at its highest profile makes T_i ≥ R_i everywhere, so let T_i ≥ R_i. An ex post
 * mechanism offers bidder i given v_{−i} a random price, v_i with probability x_i(v) ≥ 0, and earns at most Σ x_i(v) R_i(v), with
 * q_i(v) = Σ_{v'_i ≤ v_i} x_i(v'_i, v_{−i}). Hence revenue ≤ Σ_i Σ_v x_i(v) T_i(v) = Σ_v y(v) Σ_i q_i(v) ≤ Σ_v y(v). (Prices below the
 * lowest value only earn less.) The least Σ y is the optimum, by duality.
 *
 * Errors: `invalid-cover` where y < 0. Cost: one pass per bidder.
 */
export function coverBound<N>(auction: CorrelatedAuction<N>, cover: Table<N>): CoverBound<N> {
  const { arithmetic: F, sizes, values, prior } = auction;
  let covered = F.zero;
  let mass = F.zero;
  for (let k = 0; k < cover.length; k++) {
    if (F.compare(cover[k], F.zero) < 0) fail("invalid-cover", `cover[${k}]`, "Give numbers of at least 0.");
    covered = F.add(covered, cover[k]);
    mass = F.add(mass, prior[k]);
  }
  let shortfall = F.zero;
  let largest = 0;
  sizes.forEach((size, i) => {
    const axis = axisOf(sizes, i);
    for (let line = 0; line < axis.lines; line++)
      shortfall = F.add(shortfall, missing(auction, i, cover, lineStart(axis, line), axis.stride));
    largest += Math.max(Math.abs(F.toNumber(values[i][0])), Math.abs(F.toNumber(values[i][size - 1])));
  });
  const magnitude = F.toNumber(covered) * (sizes.length + 1) + F.toNumber(mass) * 2 * largest;
  const error = F.errorBound(cover.length, magnitude);
  return { bound: F.add(covered, shortfall), shortfall, error };
}

function missing<N>(
  { arithmetic: F, values, sizes, prior }: CorrelatedAuction<N>,
  i: number,
  cover: Table<N>,
  start: number,
  stride: number,
): N {
  let tail = F.zero;
  let covered = F.zero;
  let worst = F.zero;
  for (let p = sizes[i] - 1; p >= 0; p--) {
    const k = start + p * stride;
    tail = F.add(tail, prior[k]);
    covered = F.add(covered, cover[k]);
    const short = F.subtract(F.multiply(values[i][p], tail), covered);
    if (F.compare(short, worst) > 0) worst = short;
  }
  return worst;
}
