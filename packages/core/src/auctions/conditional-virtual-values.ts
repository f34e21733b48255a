import type { Arithmetic, Table } from "../numeric/arithmetic.js";
import type { CorrelatedAuction } from "./correlated-auction.js";
import { type Axis, axisOf, lineStart } from "./lines.js";

/** Virtual values given the others' values, weighted by f so that profiles with f(v) = 0 count; [bidder][profile]. */
export interface ConditionalVirtualValues<N> {
  /** ψ_i(v) = f(v)·φ̃_i(v): what q_i(v) adds to revenue. */
  readonly local: readonly Table<N>[];
  /** ψ̄_i(v) = f(v)·φ̄_i(v), ironed; less than 0 where f(v) = 0 below every value that occurs with these v_{−i}. */
  readonly ironed: readonly Table<N>[];
  /** φ̄_i(v_i given v_{−i}), nondecreasing in v_i; `undefined` (minus infinity) where f is 0 here and below but not above. */
  readonly levels: readonly (readonly (N | undefined)[])[];
  /** λ_i(v) ≥ 0, the multiplier of q_i(v) ≥ q_i(v_i⁻, v_{−i}); above 0 inside ironed intervals only; 0 at the lowest v_i. */
  readonly excess: readonly Table<N>[];
}

/**
 * Local and ironed virtual values of every bidder along its own axis, given the others' values.
 *
 * With F_i(v) = Σ_{v'_i ≥ v_i} f(v'_i, v_{−i}) and R_i(v) = v_i F_i(v), the revenue of the price v_i offered to bidder i alone,
 * ψ_i(v) = R_i(v) − R_i(v_i⁺, v_{−i}) = v_i f(v) − (v_i⁺ − v_i) F_i(v_i⁺, v_{−i}) on any grid. R̄ is the least concave majorant of
 * the points (F_i, R_i) with (0, 0), ψ̄_i(v) = R̄_i(v) − R̄_i(v_i⁺, v_{−i}) and λ_i = R̄_i − R_i. Where f(v) = 0 two points share
 * their F_i; the majorant passes through the upper one, so ψ̄_i(v) = 0 there, and φ̄_i takes the value of its interval. Above the
 * last value that occurs φ̄_i = v_i.
 *
 * Exact in exact arithmetic. Cost: a few operations per bidder and profile. Source: Myerson (1981), applied to f(·, v_{−i}) line
 * by line; Brooks (2023), with weights f in place of conditional probabilities and uneven grids.
 */
export function conditionalVirtualValues<N>(auction: CorrelatedAuction<N>): ConditionalVirtualValues<N> {
  const { arithmetic: F, sizes, prior, values } = auction;
  const tables = () => sizes.map(() => F.table(prior.length));
  const [local, ironed, excess] = [tables(), tables(), tables()];
  const levels = sizes.map(() => new Array<N | undefined>(prior.length));
  sizes.forEach((size, i) => {
    const axis = axisOf(sizes, i);
    const blocks = { mass: F.table(size), sum: F.table(size), low: new Int32Array(size), count: 0 };
    for (let line = 0; line < axis.lines; line++) {
      const at: Line<N> = { F, axis, start: lineStart(axis, line), prior, values: values[i] };
      poolAdjacent(at, local[i], blocks);
      spread(at, local[i], blocks, ironed[i], levels[i], excess[i]);
    }
  });
  return { local, ironed, levels, excess };
}

interface Line<N> {
  readonly F: Arithmetic<N>;
  readonly axis: Axis;
  readonly start: number;
  readonly prior: Table<N>;
  readonly values: Table<N>;
}

/** Intervals of positions from the highest down: their mass, their sum of ψ, and the lowest position. */
interface Blocks<N> {
  readonly mass: Table<N>;
  readonly sum: Table<N>;
  readonly low: Int32Array;
  count: number;
}

/** Writes ψ and pools intervals until ψ̄/f falls from the top down: the concave majorant by pooling adjacent violators. */
function poolAdjacent<N>({ F, axis, start, prior, values }: Line<N>, local: Table<N>, blocks: Blocks<N>) {
  const { mass, sum, low } = blocks;
  let above = F.zero;
  let tail = F.zero;
  let count = 0;
  for (let p = axis.size - 1; p >= 0; p--) {
    const k = start + p * axis.stride;
    tail = F.add(tail, prior[k]);
    const revenue = F.multiply(values[p], tail);
    local[k] = F.subtract(revenue, above);
    above = revenue;
    mass[count] = prior[k];
    sum[count] = local[k];
    low[count] = p;
    while (count > 0 && risesBelow(F, mass, sum, count)) {
      count--;
      mass[count] = F.add(mass[count], mass[count + 1]);
      sum[count] = F.add(sum[count], sum[count + 1]);
      low[count] = p;
    }
    count++;
  }
  blocks.count = count;
}

/** Whether block c, which lies below block c − 1, has the larger ratio; a block without mass counts as ±∞ by its sum. */
function risesBelow<N>(F: Arithmetic<N>, mass: Table<N>, sum: Table<N>, c: number): boolean {
  return F.compare(F.multiply(sum[c - 1], mass[c]), F.multiply(sum[c], mass[c - 1])) < 0;
}

function spread<N>(
  { F, axis, start, prior, values }: Line<N>,
  local: Table<N>,
  { mass, sum, low, count }: Blocks<N>,
  ironed: Table<N>,
  levels: (N | undefined)[],
  excess: Table<N>,
): void {
  let p = axis.size - 1;
  for (let c = 0; c < count; c++) {
    const empty = F.compare(mass[c], F.zero) === 0;
    const level = empty ? undefined : F.divide(sum[c], mass[c]);
    const unreached = empty && F.compare(sum[c], F.zero) === 0;
    let lifted = F.zero;
    for (; p >= low[c]; p--) {
      const k = start + p * axis.stride;
      levels[k] = unreached ? values[p] : level;
      ironed[k] = level === undefined ? local[k] : F.multiply(prior[k], level);
      lifted = F.add(lifted, F.subtract(ironed[k], local[k]));
      // At the lowest position of a block the majorant touches the curve; doubles would leave dust there.
      excess[k] = p === low[c] || F.compare(lifted, F.zero) < 0 ? F.zero : lifted;
    }
  }
}

/**
 * y(v) = max(0, max_i ψ̄_i(v)), whose sum bounds the revenue of every ex post mechanism from above; see `coverBound`.
 */
export function ironedCover<N>(
  F: Arithmetic<N>,
  { ironed }: Pick<ConditionalVirtualValues<N>, "ironed">,
): Table<N> {
  const cover = F.table(ironed[0].length);
  for (const own of ironed)
    for (let k = 0; k < cover.length; k++) if (F.compare(own[k], cover[k]) > 0) cover[k] = own[k];
  return cover;
}
