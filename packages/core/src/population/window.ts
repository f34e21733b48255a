import type { Tilt } from "./chernoff.js";

/** Counts c with low ≤ c ≤ high and −below ≤ ln(ŵ_ω/ŵ_ω′)(c) ≤ above: where the weight of a pair of states lies. */
export interface CountWindow {
  readonly players: number;
  /** Counts around which it is laid, adding up to the players. */
  readonly center: Int32Array;
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly above: number;
  readonly below: number;
  /**
   * Bounds the weight left out as a share of the bound on all of it in {@link Tilt}; 0 where nothing is left out.
   *
   * Proof. Σ_{c ∉ box} M_n(c) w_ω(c) (ŵ_ω′/ŵ_ω)^λ = [π0(ω)(π̂0(ω′)/π̂0(ω))^λ ρ^n] · Pr(c ∉ box) for c multinomial with the shares τ, and each
   * coordinate is binomial: Pr(c_x ≥ h) ≤ e^(−n·KL(h/n ‖ τ_x)) for h ≥ nτ_x, likewise below. Outside the slab min(1, ŵ_ω′/ŵ_ω) is
   * (ŵ_ω′/ŵ_ω)^λ times at most e^(−(1−λ)·above) or e^(−λ·below).
   */
  readonly omittedShare: number;
}

/** Up to so many players every count is looked at. */
const ALWAYS_WHOLE = 40;

/** The window outside of which at most about e^−`depth` of the bound of `tilt` lies; `depth` = ∞ leaves nothing out. */
export function countWindow(tilt: Tilt, players: number, depth: number): CountWindow {
  const box = countBox(tilt.shares, players, depth);
  const reach = players <= ALWAYS_WHOLE ? Number.POSITIVE_INFINITY : depth;
  const above = reach / (1 - tilt.exponent);
  const below = reach / tilt.exponent;
  const cut = (edge: number, slope: number) =>
    edge < Number.POSITIVE_INFINITY ? Math.exp(-edge * slope) : 0;
  const omittedShare = box.omittedShare + 1.01 * (cut(above, 1 - tilt.exponent) + cut(below, tilt.exponent));
  return { ...box, above, below, omittedShare };
}

/** The box outside of which at most about e^−`depth` of the multinomial distribution with the given shares lies, without a slab. */
export function countBox(shares: Float64Array, players: number, depth: number): CountWindow {
  const center = nearestCounts(shares, players);
  const whole = depth === Number.POSITIVE_INFINITY || players <= ALWAYS_WHOLE;
  let omittedShare = 0;
  const low = new Int32Array(center.length);
  const high = new Int32Array(center.length).fill(players);
  if (!whole)
    shares.forEach((share, x) => {
      // Added up and not 1 − share, which is 0 for shares next to 1.
      const rest = shares.reduce((sum, each, y) => (y === x ? sum : sum + each), 0);
      const exponent = (count: number) => divergence(count, players, share, rest);
      low[x] = lastWithin(exponent, center[x], -center[x], depth);
      high[x] = lastWithin(exponent, center[x], players - center[x], depth);
      if (low[x] > 0) omittedShare += Math.exp(-exponent(low[x] - 1));
      if (high[x] < players) omittedShare += Math.exp(-exponent(high[x] + 1));
    });
  const everywhere = Number.POSITIVE_INFINITY;
  // Doubles evaluate the divergences to far better than this margin.
  return {
    players,
    center,
    low,
    high,
    above: everywhere,
    below: everywhere,
    omittedShare: 1.01 * omittedShare,
  };
}

/** Integers near n·τ that add up to n. */
function nearestCounts(shares: Float64Array, players: number): Int32Array {
  const counts = Int32Array.from(shares, (share) => Math.floor(share * players));
  let rest = players - counts.reduce((sum, each) => sum + each, 0);
  const byFraction = [...shares.keys()].sort(
    (x, y) => shares[y] * players - counts[y] - (shares[x] * players - counts[x]),
  );
  for (let k = 0; rest > 0; k = (k + 1) % counts.length, rest--) counts[byFraction[k]]++;
  return counts;
}

/** n·KL(count/n ‖ share) for a binomial count, `rest` = 1 − share; Chernoff's exponent. */
function divergence(count: number, players: number, share: number, rest: number): number {
  const others = players - count;
  const own = count === 0 ? 0 : count * Math.log(count / (players * share));
  return own + (others === 0 ? 0 : others * Math.log(others / (players * rest)));
}

/** The farthest count from `center`, at most `reach` away in its direction, whose exponent is still below `depth`. */
function lastWithin(
  exponent: (count: number) => number,
  center: number,
  reach: number,
  depth: number,
): number {
  let inside = 0;
  let outside = Math.abs(reach) + 1;
  while (outside - inside > 1) {
    const middle = Math.floor((inside + outside) / 2);
    if (exponent(center + Math.sign(reach) * middle) < depth) inside = middle;
    else outside = middle;
  }
  return center + Math.sign(reach) * inside;
}
