import { fail } from "../../numeric/candor-error.js";
import { type Integral, integrate } from "../../numeric/quadrature/index.js";
import { cdfBelow, type Distribution, massAt, survival } from "../distribution.js";
import { cumulativeIntegral } from "./cumulative-integral.js";
import { effort, orderMarks } from "./marks.js";
import type { InterimRule } from "./optimal-auction.js";
import { tieShare } from "./tie-share.js";
import { probabilityAtLeast, type ValueRange, valueRange } from "./value-range.js";

/** How the winner is found in all of them: the highest bid that reaches the reserve. They differ in who pays what. */
export type AuctionFormat = "first-price" | "second-price" | "all-pay" | "war-of-attrition";

/** n alike bidders with independent private values. */
export interface SymmetricSetting {
  readonly distribution: Distribution;
  /** n ≥ 1. */
  readonly bidders: number;
  /** Lowest bid accepted; default 0. */
  readonly reserve?: number;
}

/** The symmetric equilibrium of a format. */
export interface EquilibriumBids extends InterimRule {
  readonly format: AuctionFormat;
  /** Values below it do not bid; the reserve, or the lowest value when that is higher. */
  readonly lowest: number;
  /** The bid of value v ≥ `lowest`, with its error; NaN below. */
  bid(v: number): Integral;
  /** U(v). */
  utility(v: number): number;
}

/**
 * Increasing symmetric equilibria. With G = F^(n−1), r the reserve and v0 = `lowest`, U(v) = (v0 − r)·G(v0) + ∫ G over [v0, v], of
 * which the first part is 0 unless n = 1:
 * - first-price: v − U(v)/G(v);
 * - second-price: v;
 * - all-pay (every bidder pays its bid): v·G(v) − U(v);
 * - war of attrition (losers pay their bids, the winner pays the highest of them): ∫ s·g(s)/(1 − G(s)) ds over [low, v]; no reserve.
 *
 * `payment` is computed from the bids, not from revenue equivalence; that it equals v·G(v) − U(v) in every format is a test of both.
 *
 * Errors: `atoms` (the equilibrium is in mixed bids), `bad-bidders`, `bad-reserve`, `reserve-unsupported`, those of the value range.
 * Source: Krishna, Auction Theory (2010), sections 2.3, 2.5, 3.2; war of attrition: Krishna and Morgan (1997).
 */
export function equilibriumBids(format: AuctionFormat, setting: SymmetricSetting): EquilibriumBids {
  const { distribution, bidders, reserve = 0 } = setting;
  const range = requireSmooth(format, setting);
  const lowest = Math.max(reserve, range.low);
  const share = winningShare(setting);
  const wins = (v: number) => (v < lowest ? 0 : share(v));
  const options = { ...effort(range.top - range.low), breakpoints: bidMarks(distribution, range, bidders) };
  // U of the lowest value: positive only for a single bidder whose values all lie above the reserve.
  const start = bidders === 1 ? lowest - reserve : 0;
  const gained = cumulativeIntegral(wins, lowest, options);
  const utility = (v: number) => (v < lowest ? 0 : start + gained(v).value);
  const bids: Record<AuctionFormat, (v: number) => Integral> = {
    "first-price": (v) => shaded(distribution, setting, range, lowest, start, v),
    "second-price": (v) => ({ value: v, error: 0, evaluations: 0 }),
    "all-pay": (v) => {
      const { value, error, evaluations } = shaded(distribution, setting, range, lowest, start, v);
      const won = wins(v);
      return { value: value * won, error: error * won, evaluations };
    },
    "war-of-attrition": overProbabilities(distribution, range, bidders, range.low, (value, t) => {
      const rate = (bidders - 1) * (1 + t) ** (bidders - 2);
      return (value * rate) / -Math.expm1((bidders - 1) * Math.log1p(t));
    }),
  };
  const none: Integral = { value: Number.NaN, error: 0, evaluations: 0 };
  const bid = (v: number) => (v < lowest ? none : bids[format](v));
  const payment = paymentFromBids(format, (v) => bid(v).value, setting);
  return { format, lowest, bid, utility, allocation: wins, payment };
}

/** v − U(v)/G(v) by the ratio of the probabilities, which stays away from 0 where G itself underflows. */
function shaded(
  distribution: Distribution,
  { bidders }: SymmetricSetting,
  { marks: covering }: ValueRange,
  lowest: number,
  start: number,
  v: number,
): Integral {
  const own = distribution.cdf(v);
  if (own === 0) return { value: v - start, error: 0, evaluations: 0 };
  const marks = [...covering, ...orderMarks(bidders).map((q) => distribution.quantile(own * (1 - q)))];
  const { value, error, evaluations } = integrate(
    (s) => (distribution.cdf(s) / own) ** (bidders - 1),
    lowest,
    v,
    { ...effort(v - lowest), breakpoints: [...distribution.breakpoints, ...marks] },
  );
  return { value: v - start - value, error: error + 2 ** -52 * Math.abs(v), evaluations };
}

/**
 * v ↦ ∫ h(s, t) dt over t = −Pr(value > s) from `lowest` up to below v: over probabilities, in which densities may be infinite, atoms
 * are stretches of one value and gaps are nothing.
 */
function overProbabilities(
  distribution: Distribution,
  range: ValueRange,
  bidders: number,
  lowest: number,
  h: (value: number, t: number) => number,
): (v: number) => Integral {
  const levels = [
    ...bidMarks(distribution, range, bidders).map((x) => -survival(distribution, x)),
    ...distribution.atoms.map(({ at }) => -probabilityAtLeast(distribution, at)),
  ];
  const upTo = cumulativeIntegral(
    // Rounding of the quantile must not lead below the reserve, where nobody bids.
    (t) => h(Math.max(lowest, distribution.quantile(1 + t)), t),
    -probabilityAtLeast(distribution, lowest),
    { ...effort(range.top - range.low), breakpoints: levels },
  );
  return (v) => upTo(-probabilityAtLeast(distribution, v));
}

function bidMarks(distribution: Distribution, range: ValueRange, bidders: number): number[] {
  return [
    ...range.breakpoints,
    ...range.marks,
    ...orderMarks(bidders).map((q) => distribution.quantile(1 - q)),
  ];
}

/**
 * T(v) of who bids as value v when everybody bids by one increasing function: b·G in first-price, b in all-pay auctions (bids from the
 * reserve on), r·Pr(all others below v0) + ∫ b dG in second-price ones, where ties at an atom pay b for their share, and
 * ∫ b dG + b(v)·(1 − G(v)) in the war of attrition.
 */
export function paymentFromBids(
  format: AuctionFormat,
  bid: (v: number) => number,
  setting: SymmetricSetting,
): (v: number) => number {
  const { distribution, bidders, reserve = 0 } = setting;
  const range = valueRange(distribution, "distribution");
  const lowest = Math.max(reserve, range.low);
  const wins = winningShare(setting);
  const allBelow = (v: number) => cdfBelow(distribution, v) ** (bidders - 1);
  const lost = overProbabilities(distribution, range, bidders, lowest, (value, t) =>
    bidders === 1 ? 0 : bid(value) * (bidders - 1) * (1 + t) ** (bidders - 2),
  );
  const payments: Record<AuctionFormat, (v: number) => number> = {
    "first-price": (v) => bid(v) * wins(v),
    "second-price": (v) =>
      reserve * allBelow(lowest) +
      lost(v).value +
      (massAt(distribution, v) > 0 ? bid(v) * (wins(v) - allBelow(v)) : 0),
    "all-pay": bid,
    "war-of-attrition": (v) => lost(v).value + bid(v) * (1 - wins(v)),
  };
  return (v) => (v < lowest ? 0 : payments[format](v));
}

/** Pr(a bid as by value v wins), ties by an equal lottery. */
export function winningShare({ distribution, bidders }: SymmetricSetting): (v: number) => number {
  return (v) =>
    tieShare([{ ahead: survival(distribution, v), level: massAt(distribution, v), count: bidders - 1 }]);
}

/** Refuses settings in which no increasing bid function is an equilibrium. */
export function requireSmooth(
  format: AuctionFormat,
  { distribution, bidders, reserve = 0 }: SymmetricSetting,
): ValueRange {
  if (!(Number.isInteger(bidders) && bidders >= 1))
    fail("bad-bidders", "bidders", "The number of bidders must be a whole number of at least 1.", {
      received: String(bidders),
    });
  if (!Number.isFinite(reserve))
    fail("bad-reserve", "reserve", "The reserve must be a finite number.", { received: String(reserve) });
  const range = valueRange(distribution, "distribution");
  const atom = distribution.atoms.find(({ at }) => at >= reserve || bidders === 1);
  if (atom !== undefined && format !== "second-price")
    fail(
      "atoms",
      "distribution.atoms",
      `The value ${atom.at} has probability ${atom.mass}: bids of that value are mixed in equilibrium, not a function of it.`,
    );
  if (format === "war-of-attrition" && (reserve > range.low || bidders < 2))
    fail(
      "reserve-unsupported",
      "reserve",
      "The war of attrition is solved for two or more bidders without a binding reserve.",
    );
  return range;
}
