import { fail } from "../../numeric/candor-error.js";
import { cdfBelow } from "../distribution.js";
import {
  type AuctionFormat,
  paymentFromBids,
  requireSmooth,
  type SymmetricSetting,
  winningShare,
} from "./equilibrium-bids.js";
import { extreme } from "./extreme.js";
import type { InterimRule } from "./optimal-auction.js";

/** The most that one bidder gains by bidding otherwise while all others keep to the bid function. */
export interface BestResponseGap {
  /** Expected gain, ≥ 0. */
  readonly gain: number;
  /** By how much refining the best deviation of half the grid moved `gain`: an estimate, not a bound. */
  readonly error: number;
  /** The value that gains. */
  readonly value: number;
  /** The value whose bid it makes; absent: the reserve itself, or no bid at all. */
  readonly imitates?: number;
  /** The better bid; absent: no bid at all. */
  readonly bid?: number;
}

const NODES = 64;

/**
 * Whether an increasing bid function is a symmetric equilibrium: the largest gain of any possible value v from the bid of another one, from
 * bidding the reserve, from staying out (values below the reserve) or from taking part although they should not. Values on up to 129
 * nodes, equally distant ones and ones that the highest rival reaches with equal probabilities; deviations on the same, the best pair
 * refined; a gain confined between nodes can be missed. Values inside gaps of the support, which nobody has, are left out.
 *
 * @param bid b(v) for values from max(reserve, lowest value) on.
 * Errors: `not-increasing` with two values, `no-bids`, and those of the equilibrium (`atoms`, …). Cost: 129 bids and interim payments, 129² products.
 */
export function bestResponseGap(
  format: AuctionFormat,
  bid: (v: number) => number,
  setting: SymmetricSetting,
): BestResponseGap {
  const { reserve = 0 } = setting;
  const { low, top } = requireSmooth(format, setting);
  const lowest = Math.max(reserve, low);
  if (!(lowest < top))
    fail("no-bids", "reserve", `No value lies above the reserve ${reserve}: there are no bids to check.`);
  const nodes = nodesOn(setting, lowest, top);
  const rule: InterimRule = {
    allocation: winningShare(setting),
    payment: paymentFromBids(format, bid, setting),
  };
  const atReserve = reserveDeviation(format, setting, lowest);
  const offers = nodes.map(
    (x): Offer => ({ share: rule.allocation(x), price: rule.payment(x), imitates: x }),
  );
  requireIncreasing(offers, bid);
  const own = offers.map(({ share, price }, k) => nodes[k] * share - price);
  const types = [
    ...nodes.map((value, k) => ({ value, utility: own[k] })),
    ...(lowest > low ? [low, lowest - (lowest - low) / NODES].map((value) => ({ value, utility: 0 })) : []),
  ];
  const coarse = bestPair(
    types.filter((_, k) => k % 2 === 0),
    [...offers.filter((_, k) => k % 2 === 0), ...atReserve],
  );
  const fine = bestPair(types, [...offers, ...atReserve]);
  const refined = refine(fine, rule, nodes);
  const { imitates } = refined.offer;
  const better = imitates === undefined ? (refined.offer.share > 0 ? reserve : undefined) : bid(imitates);
  return {
    gain: Math.max(0, refined.gain),
    error: Math.abs(refined.gain - coarse.gain) + 2 ** -50 * Math.max(...own.map(Math.abs)),
    value: refined.value,
    ...(imitates === undefined ? {} : { imitates }),
    ...(better === undefined ? {} : { bid: better }),
  };
}

/** Possible values from `lowest` to `top`: equally distant ones, and ones that the highest rival reaches with equal probabilities. */
function nodesOn(
  { distribution, bidders, reserve = 0 }: SymmetricSetting,
  lowest: number,
  top: number,
): number[] {
  const rivals = Math.max(1, bidders - 1);
  const shares = Array.from({ length: NODES + 1 }, (_, k) => k / NODES);
  const nodes = shares.flatMap((p) => [
    lowest + p * (top - lowest),
    distribution.quantile(p ** (1 / rivals)),
  ]);
  const { pieces, atoms } = distribution;
  const places = [...pieces, ...atoms.map(({ at }) => [at, at] as const)];
  const possible = (v: number) => places.some(([from, to]) => from <= v && v <= to);
  const all = [...new Set([...nodes, ...places.flat()])].filter(
    (v) => v >= lowest && v <= top && possible(v),
  );
  if (all.length === 0)
    fail("no-bids", "reserve", `No value lies above the reserve ${reserve}: there are no bids to check.`);
  return all.sort((a, b) => a - b);
}

interface Offer {
  readonly share: number;
  readonly price: number;
  readonly imitates?: number;
}

interface Pair {
  readonly gain: number;
  readonly value: number;
  readonly offer: Offer;
}

/** Bidding nothing, and bidding the reserve, which beats everybody who does not bid and ties with who bids it. */
function reserveDeviation(format: AuctionFormat, setting: SymmetricSetting, lowest: number): Offer[] {
  const { distribution, bidders, reserve = 0 } = setting;
  const share =
    reserve === lowest ? winningShare(setting)(reserve) : cdfBelow(distribution, lowest) ** (bidders - 1);
  const price = format === "all-pay" ? reserve : reserve * share;
  return [{ share: 0, price: 0 }, ...(share > 0 ? [{ share, price }] : [])];
}

function bestPair(
  types: readonly { readonly value: number; readonly utility: number }[],
  offers: readonly Offer[],
): Pair {
  let best: Pair = { gain: -Infinity, value: Number.NaN, offer: offers[0] };
  for (const { value, utility } of types)
    for (const offer of offers) {
      const gain = value * offer.share - offer.price - utility;
      if (gain > best.gain) best = { gain, value, offer };
    }
  return best;
}

/** Golden sections around the best pair, first in the imitated value, then in the own one. */
function refine(best: Pair, rule: InterimRule, nodes: readonly number[]): Pair {
  const { imitates } = best.offer;
  const around = (x: number): [number, number] => {
    const k = nodes.indexOf(x);
    return [nodes[Math.max(k - 1, 0)], nodes[Math.min(k + 1, nodes.length - 1)]];
  };
  const offerOf = (x: number): Offer => ({ share: rule.allocation(x), price: rule.payment(x), imitates: x });
  const worth = (v: number, { share, price }: Offer) => v * share - price;
  const offer =
    imitates === undefined
      ? best.offer
      : offerOf(extreme((x) => worth(best.value, offerOf(x)), 1, ...around(imitates)));
  if (best.value < nodes[0]) return { ...best, offer, gain: Math.max(best.gain, worth(best.value, offer)) };
  const gainOf = (v: number) => worth(v, offer) - worth(v, offerOf(v));
  const value = extreme(gainOf, 1, ...around(best.value));
  const gain = gainOf(value);
  return gain > best.gain ? { gain, value, offer } : best;
}

/** Probability that two values may have in common before bids that are alike, up to rounding, count as pooled. */
const ROUNDING = 1e-12;

function requireIncreasing(offers: readonly Offer[], bid: (v: number) => number): void {
  const bids = offers.map(({ imitates }) => bid(imitates as number));
  const slack = ROUNDING * Math.max(...offers.map(({ imitates }) => Math.abs(imitates as number)));
  for (let k = 1; k < offers.length; k++) {
    const rise = bids[k] - bids[k - 1];
    // Across a gap, and where hardly anybody is, bids need not rise by more than rounding shows.
    const together = offers[k].share - offers[k - 1].share <= ROUNDING;
    if (!(rise > 0 || (together && rise >= -slack)))
      fail(
        "not-increasing",
        "bid",
        `The bid function is not increasing: it is ${bids[k - 1]} at ${offers[k - 1].imitates} and ${bids[k]} at ${offers[k].imitates}.`,
      );
  }
}
