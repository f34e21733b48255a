import { fail } from "../../numeric/candor-error.js";
import { findRoot } from "../../numeric/roots.js";
import type { Distribution } from "../distribution.js";
import { dissolutionSurplus, easiestShares, partners } from "./partnership.js";

/** The shares at which a partnership can be dissolved efficiently: a convex set, because the surplus is concave in the shares. */
export interface DissolvableShares {
  /** The shares with the largest surplus, and that surplus. */
  readonly easiest: { readonly shares: readonly number[]; readonly surplus: number };
  /** Points of the boundary: for two partners both ends; for three, in order around `easiest`. */
  readonly boundary: readonly BoundaryPoint[];
}

export interface BoundaryPoint {
  readonly shares: readonly number[];
  /** Whether the region reaches the edge of the simplex here, so that someone's share is 0 and the surplus still ≥ 0. */
  readonly onEdge: boolean;
}

/**
 * The exact set of dissolvable shares for two or three partners: along every ray from the easiest shares the concave surplus crosses 0
 * once, found to rounding.
 * @param options.points rays for three partners, default 120, starting towards (1, 0, 0)'s side and going round once.
 * @throws CandorError `bad-count` for other numbers of partners, `no-interior` when no shares leave a positive surplus.
 * Source: Cramton, Gibbons and Klemperer (1987), Proposition 2 for the convexity; the rays are ours.
 */
export function dissolvableShares(
  distributions: readonly Distribution[],
  { points = 120 }: { readonly points?: number } = {},
): DissolvableShares {
  if (distributions.length !== 2 && distributions.length !== 3)
    fail("bad-count", "distributions", "The set of shares is drawn for two or three partners.", {
      received: String(distributions.length),
    });
  const problem = partners(distributions);
  const { shares } = easiestShares(problem);
  const surplus = (r: readonly number[]) => dissolutionSurplus(problem, r).value;
  const most = surplus(shares);
  if (!(most > 1e-13))
    fail("no-interior", "distributions", "No shares leave a positive surplus: nothing is there to draw.");
  const boundary = directions(distributions.length, points).map((direction): BoundaryPoint => {
    const reach = Math.min(...direction.map((d, i) => (d < 0 ? -shares[i] / d : Infinity)));
    const at = (t: number) => shares.map((r, i) => Math.max(0, r + t * direction[i]));
    if (surplus(at(reach)) >= 0) return { shares: at(reach), onEdge: true };
    return { shares: at(findRoot((t) => surplus(at(t)), 0, reach)), onEdge: false };
  });
  return { easiest: { shares, surplus: most }, boundary };
}

/** Directions inside the plane of shares. */
function directions(partnerCount: number, points: number): number[][] {
  if (partnerCount === 2)
    return [
      [-1, 1],
      [1, -1],
    ];
  return Array.from({ length: points }, (_, k) => {
    const [c, s] = [Math.cos((2 * Math.PI * k) / points), Math.sin((2 * Math.PI * k) / points)];
    const [a, b] = [c * Math.sqrt(2 / 3), s / Math.sqrt(2)];
    return [a, -a / 2 + b, -a / 2 - b];
  });
}
