import { fail } from "../../numeric/candor-error.js";
import { type Integral, integrate } from "../../numeric/quadrature/index.js";
import { type Distribution, survival } from "../distribution.js";
import { expectation } from "../expectation.js";
import { negated } from "../families/affine.js";
import { combination } from "./efficient-problem.js";
import { requireMarket, type TradeMarket, virtualTrade } from "./trade-market.js";

/** McAfee's double auction in expectation. */
export interface McAfeeOutcome {
  readonly gains: Integral;
  readonly firstBest: Integral;
  readonly share: number;
  /** What buyers pay above what sellers receive. */
  readonly surplus: Integral;
  /** (First best − gains)/(m + n). */
  readonly lossPerTrader: number;
}

/**
 * McAfee's rule: with k efficient trades, b₍₁₎ ≥ b₍₂₎ ≥ …, s₍₁₎ ≤ …, and p = (b₍ₖ₊₁₎ + s₍ₖ₊₁₎)/2, all k trade at p if s₍ₖ₎ ≤ p ≤ b₍ₖ₎, else k − 1 trade, buyers
 * paying b₍ₖ₎ and sellers getting s₍ₖ₎. Truth is dominant, nobody loses, and the budget never runs a deficit. Behind the last trader the
 * ends of the supports stand in. What is lost is b₍ₖ₎ − s₍ₖ₎ when p > b₍ₖ₎ or p < s₍ₖ₎; given b₍ₖ₎ = x and b₍ₖ₊₁₎ = u the first needs exactly k costs
 * up to x and the others above w = 2x − u: C(n, k) (1 − F_S(w))^{n−k} ∫_{−∞}^x F_S^k. The second is its mirror image.
 * @throws CandorError `atoms` (the rule is for types without ties), `unbounded-support` when as many buyers as sellers have no lowest value and no
 * highest cost to stand in, and those of {@link virtualTrade}.
 * Complexity: integrals over two order statistics, min(m, n) terms a point.
 * Source: McAfee (1992), "A dominant strategy double auction"; the integrals are ours.
 */
export function mcAfee(market: TradeMarket): McAfeeOutcome {
  requireMarket(market);
  const { buyer, seller, buyers = 1, sellers = 1 } = market;
  if (buyer.atoms.length + seller.atoms.length > 0)
    fail("atoms", "distributions", "McAfee's rule is worked out for distributions without atoms.");
  if (buyers === sellers && buyer.support[0] === -Infinity && seller.support[1] === Infinity)
    fail(
      "unbounded-support",
      "distributions",
      "Behind the last trader McAfee's rule needs a lowest value or a highest cost.",
    );
  const high = lostTrades({ distribution: buyer, count: buyers }, { distribution: seller, count: sellers });
  const low = lostTrades(
    { distribution: negated(seller), count: sellers },
    { distribution: negated(buyer), count: buyers },
  );
  const firstBest = virtualTrade(market, 0).gains;
  const gains = combination([1, firstBest], [-1, high(() => 1)], [-1, low(() => 1)]);
  return {
    gains,
    firstBest,
    share: gains.value / firstBest.value,
    surplus: combination([1, high((k) => k - 1)], [1, low((k) => k - 1)]),
    lossPerTrader: (firstBest.value - gains.value) / (buyers + sellers),
  };
}

interface SideOfMarket {
  readonly distribution: Distribution;
  readonly count: number;
}

/** E Σ_k weight(k)·(b₍ₖ₎ − s₍ₖ₎) over the profiles with k efficient trades and p > b₍ₖ₎. */
function lostTrades(demand: SideOfMarket, supply: SideOfMarket): (weight: (k: number) => number) => Integral {
  const { distribution: values, count: m } = demand;
  const { distribution: costs, count: n } = supply;
  const most = Math.min(m, n);
  const top = costs.support[1];
  /** C(n, k) (1 − F_S(w))^{n−k}, 0 beyond the costs. */
  const dear = (k: number, w: number) => (w >= top ? 0 : choose(n, k) * survival(costs, w) ** (n - k));
  const at = (x: number, weight: (k: number) => number): number => {
    const cheap = Array.from({ length: most + 1 }, (_, k) =>
      k === 0 || weight(k) === 0 || x <= costs.support[0]
        ? 0
        : weight(k) *
          integrate((y) => costs.cdf(y) ** k, costs.support[0], x, { breakpoints: costs.breakpoints }).value,
    );
    const above = survival(values, x);
    const next = (u: number) => {
      let sum = 0;
      for (let k = 1; k <= most && k < m; k++)
        if (cheap[k] !== 0)
          sum +=
            m *
            choose(m - 1, k - 1) *
            above ** (k - 1) *
            (m - k) *
            values.cdf(u) ** (m - k - 1) *
            dear(k, 2 * x - u) *
            cheap[k];
      return sum;
    };
    const breakpoints = [...costs.breakpoints, top].map((w) => 2 * x - w);
    const within = m > 1 ? expectation(values, next, { over: [values.support[0], x], breakpoints }).value : 0;
    const alone = m <= n ? m * above ** (m - 1) * dear(m, 2 * x - values.support[0]) * cheap[m] : 0;
    return within + alone;
  };
  const ends = [...costs.breakpoints, ...costs.breakpoints.map((w) => (w + values.support[0]) / 2)];
  return (weight) => expectation(values, (x) => at(x, weight), { breakpoints: ends, tolerance: 1e-12 });
}

function choose(n: number, k: number): number {
  let result = 1;
  for (let j = 1; j <= k; j++) result = (result * (n - k + j)) / j;
  return result;
}
