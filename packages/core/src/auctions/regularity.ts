import { add, compare, divide, type Rational, ZERO } from "../numeric/rational.js";
import { type ConditionalVirtualValues, conditionalVirtualValues } from "./conditional-virtual-values.js";
import type { CorrelatedAuction } from "./correlated-auction.js";
import { axisOf, lineStart } from "./lines.js";
import { type MonotoneSelection, monotoneSelection } from "./monotone-selection.js";

/** A local virtual value that falls as the bidder's own value rises from profile `low` to `high`. */
export interface FallingVirtualValue {
  readonly bidder: number;
  readonly low: number;
  readonly high: number;
  readonly before: Rational;
  /** Absent where `high` has probability 0 although higher own values are possible: the virtual value is −∞ there. */
  readonly after?: Rational;
}

export interface Regularity {
  /** φ̃_i(v) nondecreasing in v_i for all i and v_{−i}: the definition as printed. */
  readonly asPrinted: { readonly holds: boolean; readonly falling?: FallingVirtualValue };
  /** Whether a winner stays a winner: a monotone selection from the bidders of the largest local virtual value ≥ 0 exists. */
  readonly selection: MonotoneSelection;
  /** Both; absent where the selection is undecided. */
  readonly regular?: boolean;
  /** Σ_v f(v)·max(0, max_i φ̃_i(v)): no ex post mechanism, and none under the worst-case beliefs, earns more. */
  readonly bound: Rational;
}

/**
 * Decides regularity in both senses, exactly.
 *
 * As printed, regularity leaves out that another bidder's virtual value may rise faster in v_i than i's own, so that i loses the object
 * when its value rises, and that two bidders may both have to keep winning up to one profile. What the theorems use is the selection: ex post mechanisms with allocation q earn at most Σ_v Σ_i q_i(v)
 * m_i(v) with q monotone (and just that at the posted prices of q), so the optimum equals `bound` exactly when some monotone q
 * takes a largest m_i ≥ 0 everywhere. Profiles of probability 0 belong to the constraints: there φ̃_i(v) is −∞ while
 * higher own values are possible given v_{−i} and left open when none is.
 *
 * Cost: bidders × profiles, plus {@link monotoneSelection}. Source: B. Brooks, Ex post implementation (2023), with the correction.
 */
export function regularity(
  auction: CorrelatedAuction<Rational>,
  { local }: Local = conditionalVirtualValues(auction),
): Regularity {
  const falling = firstFall(auction, local);
  const selection = monotoneSelection(auction.sizes, local);
  const decided = selection.kind !== "undecided";
  return {
    asPrinted: { holds: falling === undefined, ...(falling === undefined ? {} : { falling }) },
    selection,
    ...(decided || falling !== undefined
      ? { regular: falling === undefined && selection.kind === "exists" }
      : {}),
    bound: localBound(local),
  };
}

type Local = Pick<ConditionalVirtualValues<Rational>, "local">;

function firstFall(auction: CorrelatedAuction<Rational>, local: Local["local"]) {
  for (let i = 0; i < auction.sizes.length; i++) {
    const { lines } = axisOf(auction.sizes, i);
    for (let line = 0; line < lines; line++) {
      const falling = fallOnLine(auction, local, i, line);
      if (falling !== undefined) return falling;
    }
  }
  return undefined;
}

function fallOnLine(
  { sizes, prior }: CorrelatedAuction<Rational>,
  local: Local["local"],
  bidder: number,
  line: number,
): FallingVirtualValue | undefined {
  const axis = axisOf(sizes, bidder);
  let last: { readonly profile: number; readonly value: Rational } | undefined;
  for (let p = 0; p < axis.size; p++) {
    const high = lineStart(axis, line) + p * axis.stride;
    const weight = local[bidder][high];
    const possible = prior[high].n > 0n;
    // Weight 0 without probability: no higher own value is possible either.
    if (!possible && weight.n === 0n) break;
    const after = possible ? divide(weight, prior[high]) : undefined;
    if (last !== undefined && (after === undefined || compare(after, last.value) < 0)) {
      const known = { bidder, low: last.profile, high, before: last.value };
      return after === undefined ? known : { ...known, after };
    }
    if (after !== undefined) last = { profile: high, value: after };
  }
  return undefined;
}

function localBound(local: Local["local"]): Rational {
  let total = ZERO;
  for (let k = 0; k < local[0].length; k++)
    total = add(
      total,
      local.reduce((most, own) => (compare(own[k], most) > 0 ? own[k] : most), ZERO),
    );
  return total;
}
