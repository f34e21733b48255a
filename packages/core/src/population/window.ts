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
      low[x] = lastWithin(players, share, center[x], -1, depth);
      high[x] = lastWithin(players, share, center[x], 1, depth);
      if (low[x] > 0) omittedShare += Math.exp(-divergence(low[x] - 1, players, share));
      if (high[x] < players) omittedShare += Math.exp(-divergence(high[x] + 1, players, share));
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

/** n·KL(count/n ‖ share) for a binomial count; Chernoff's exponent. */
function divergence(count: number, players: number, share: number): number {
  const own = count === 0 ? 0 : count * Math.log(count / (players * share));
  const rest = players - count;
  return own + (rest === 0 ? 0 : rest * Math.log(rest / (players * (1 - share))));
}

/** The farthest count from `center` in a direction whose exponent is still below `depth`. */
function lastWithin(
  players: number,
  share: number,
  center: number,
  direction: number,
  depth: number,
): number {
  let inside = 0;
  let outside = (direction < 0 ? center : players - center) + 1;
  while (outside - inside > 1) {
    const middle = (inside + outside) >> 1;
    if (divergence(center + direction * middle, players, share) < depth) inside = middle;
    else outside = middle;
  }
  return center + direction * inside;
}
