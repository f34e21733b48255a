import type { Distribution } from "../distribution.js";
import { extrapolatedStep, type VectorField } from "./extrapolation.js";

/** Who meets at one bid: the values of both that make it, and the logarithms of the probabilities of lower ones. */
export interface BidNode {
  readonly bid: number;
  readonly values: readonly [number, number];
  readonly logShares: readonly [number, number];
  /** ∫ p_0 p_1 db from here to the top bid. */
  readonly area: number;
  /** Pr(bidder 0 wins with a bid from here to the top bid). */
  readonly firstWins: number;
}

export interface BidTrajectory {
  /** From the top bid down. */
  readonly nodes: readonly BidNode[];
  /** `early`: a bid meets its value above the lowest bid, so the top bid is too high; `late`: the lowest bid, or nothing, is left first. */
  readonly end: "early" | "late";
  /** Sum of the local errors, in money. */
  readonly error: number;
}

const LOCAL_ERROR = 3e-14;
const MOST_STEPS = 20_000;

/** Values of probability below e⁻⁴⁵ are all alike in doubles. */
const LEAST_LOG_SHARE = -45;

/**
 * Follows the equilibrium conditions of a first-price auction of two bidders down from a top bid. With p_i = F_i(φ_i(b)), φ_i the
 * inverse bids, the first-order conditions are d ln p_i/db = 1/(φ_j − b). Where b meets φ_j they are singular; in the time
 * s with db/ds = −u·w/(u + w), u = φ_0 − b, w = φ_1 − b, they become d ln p_0/ds = −u/(u + w), d ln p_1/ds = −w/(u + w): bounded,
 * and no density occurs. Steps are as long as a relative local error of 3e-14 and `longest` allow.
 */
export function bidTrajectory(
  distributions: readonly [Distribution, Distribution],
  topBid: number,
  lowestBid: number,
  longest: number,
): BidTrajectory {
  const [a, b] = distributions;
  const scale = Math.max(a.support[1], b.support[1]) - lowestBid;
  const [first, second] = [followingQuantile(a), followingQuantile(b)];
  const valuesAt = (y: Float64Array): [number, number] => [first(Math.exp(y[1])), second(Math.exp(y[2]))];
  const field: VectorField = (y, out) => {
    const [u, w] = valuesAt(y).map((value) => value - y[0]);
    const total = u + w;
    out[0] = (-u * w) / total;
    out[1] = -u / total;
    out[2] = -w / total;
    const both = Math.exp(y[1] + y[2]);
    out[3] = -out[0] * both;
    out[4] = -out[1] * both;
  };
  const sizes = [scale, 1, 1, scale, 1];
  let y: Float64Array = Float64Array.of(topBid, 0, 0, 0, 0);
  const nodes = [nodeOf(y, valuesAt(y))];
  let [step, error] = [Math.min(longest, 0.1), 0];
  for (let count = 0; count < MOST_STEPS; count++) {
    const trial = extrapolatedStep(field, y, step, longest < 0.1 ? 4 : 7, sizes);
    const values = valuesAt(trial.y);
    const margin = Math.min(values[0], values[1]) - trial.y[0];
    const good = trial.error <= LOCAL_ERROR;
    if ((!good || !(margin > 0)) && step > 1e-9) {
      step /= 2;
      continue;
    }
    if (!(margin > 1e-10 * scale)) return { nodes, end: "early", error };
    y = trial.y;
    error += trial.error * scale;
    if (y[0] <= lowestBid) return { nodes, end: "late", error };
    nodes.push(nodeOf(y, values));
    if (Math.min(y[1], y[2]) < LEAST_LOG_SHARE)
      return { nodes, end: foretold(distributions, nodes[nodes.length - 1], lowestBid), error };
    if (trial.error < LOCAL_ERROR / 5) step = Math.min(longest, 1.5 * step);
  }
  return { nodes, end: "late", error };
}

/** Values that are higher with this probability are left out where they stretch over a hundredth of the support: nobody meets them. */
const UNLIKELY = 1e-13;

/** F⁻¹ of arguments that move little from call to call: Newton from the last answer, the family's own quantile where that fails. */
function followingQuantile({
  cdf,
  density,
  quantile,
  support: [low, end],
}: Distribution): (p: number) => number {
  const likely = quantile(1 - UNLIKELY);
  const high = end - likely > (end - low) / 100 ? likely : end;
  let last = high;
  return (p) => {
    if (p >= 1) return high;
    let x = last;
    for (let k = 0; k < 5; k++) {
      const height = density(x);
      const step = (cdf(x) - p) / height;
      // Newton stands still where the density is infinite.
      if (!Number.isFinite(step) || height === Infinity) break;
      x = Math.min(high, Math.max(low, x - step));
      if (Math.abs(step) <= 2 ** -50 * (x - low)) return (last = x);
    }
    return (last = quantile(p));
  };
}

/**
 * How a trajectory ends on which φ_j has come down to the lowest value l_j above the lowest bid: from there on (l_j − b)·p_i stays as it
 * is, and b meets φ_i where that equals (l_j − b) F_i(b), which is at most its value at the lowest bid.
 */
function foretold(
  distributions: readonly [Distribution, Distribution],
  { bid, logShares }: BidNode,
  lowestBid: number,
): BidTrajectory["end"] {
  const strong = logShares[0] < logShares[1] ? 0 : 1;
  const least = distributions[strong].support[0];
  const most = (least - lowestBid) * distributions[1 - strong].cdf(lowestBid);
  return (least - bid) * Math.exp(logShares[1 - strong]) < most ? "early" : "late";
}

function nodeOf(y: Float64Array, values: [number, number]): BidNode {
  return { bid: y[0], values, logShares: [y[1], y[2]], area: y[3], firstWins: y[4] };
}
