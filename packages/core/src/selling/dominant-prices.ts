import { type Arithmetic, max, type Table } from "../numeric/arithmetic.js";
import { rational } from "../numeric/rational.js";
import { participationPrices } from "./dominant-bound.js";
import { fromDouble } from "./dominant-fractions.js";
import type { IncentivePrices } from "./dominant-mechanism.js";
import { profileProbabilities, type SaleProfiles, saleProfiles, typeAt } from "./dominant-profiles.js";
import type { IncentiveRows } from "./dominant-program.js";
import { profileImages, type SaleSymmetry } from "./dominant-symmetry.js";
import type { GoodsSale } from "./goods-sale.js";

/**
 * The prices of the whole sale from those of its representatives, the first `prices.length` of `rows`: each is shared out evenly
 * among its images. Images under different renamings that coincide are listed as often, which adds them up: what the orbit's
 * variable meets in the merged program is then met by its members in equal parts.
 */
export function imagesOfPrices<N>(
  F: Arithmetic<N>,
  profiles: SaleProfiles,
  symmetries: readonly SaleSymmetry[],
  rows: IncentiveRows,
  prices: Table<N>,
): IncentivePrices<N> {
  const used = Array.from({ length: prices.length }, (_, k) => k).filter(
    (k) => F.compare(prices[k], F.zero) > 0,
  );
  const total = used.length * symmetries.length;
  const share = F.from(rational(1, symmetries.length));
  const [bidder, profile, report] = [new Int32Array(total), new Int32Array(total), new Int32Array(total)];
  const price = F.table(total);
  let at = 0;
  for (const symmetry of symmetries) {
    const images = profileImages(symmetry, profiles);
    for (const k of used) {
      const from = Math.floor(rows.truth[k] / profiles.count);
      bidder[at] = symmetry.bidders[from];
      profile[at] = images[rows.truth[k] % profiles.count];
      report[at] = symmetry.types[from][rows.report[k]];
      price[at] = F.multiply(share, prices[k]);
      at++;
    }
  }
  return { bidder, profile, report, price };
}

/** Rounds of `conserved`; what is left after them is little and `scaled` takes care of it. */
const SWEEPS = 60;
/** What leaves an entry stays below what arrives by this share, so that rounding cannot turn it round. */
const BELOW = 1 - 2 ** -40;

/**
 * Lowers prices, in doubles, until no entry passes on more than it has: where Σ_r λ(t, r) exceeds f(t) + Σ_s λ(s, t), all prices that
 * leave t shrink in proportion; that lowers what arrives elsewhere, hence several rounds.
 */
export function conserved(
  sale: GoodsSale,
  weights: ArrayLike<number>,
  prices: IncentivePrices<number>,
): IncentivePrices<number> {
  const profiles = saleProfiles(sale);
  const { count, strides } = profiles;
  const { bidder, profile, report } = prices;
  const price = Float64Array.from(prices.price);
  const truth = profile.map((p, k) => bidder[k] * count + p);
  const lie = truth.map(
    (at, k) => at + (report[k] - typeAt(profiles, bidder[k], profile[k])) * strides[bidder[k]],
  );
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const has = Float64Array.from({ length: sale.bidders.length * count }, (_, at) => weights[at % count]);
    const passes = new Float64Array(has.length);
    price.forEach((each, k) => {
      passes[truth[k]] += each;
      has[lie[k]] += each;
    });
    const factor = passes.map((out, at) => (out > has[at] * BELOW ? (has[at] * BELOW * BELOW) / out : 1));
    if (factor.every((each) => each === 1)) break;
    for (let k = 0; k < price.length; k++) price[k] *= factor[truth[k]];
  }
  return { bidder, profile, report, price };
}

/** (1 − δ)·prices with the least δ for which every β ≥ 0: prices of 0 leave β = f. */
export function scaled<N>(
  F: Arithmetic<N>,
  sale: GoodsSale<Table<N>>,
  prices: IncentivePrices<N>,
): IncentivePrices<N> {
  const profiles = saleProfiles(sale);
  const weights = profileProbabilities(F, sale, profiles);
  const { left, error } = participationPrices(F, profiles, weights, prices, sale.bidders.length);
  let lost = F.zero;
  for (let at = 0; at < left.length; at++) {
    const lack = F.subtract(fromDouble(F, 2 * error(at)), left[at]);
    if (F.compare(lack, F.zero) > 0)
      lost = max(F, lost, F.divide(lack, F.add(lack, weights[at % profiles.count])));
  }
  if (F.compare(lost, F.zero) === 0) return prices;
  const kept = F.subtract(F.one, lost);
  const price = F.table(prices.price.length);
  for (let k = 0; k < price.length; k++) price[k] = F.multiply(kept, prices.price[k]);
  return { ...prices, price };
}
