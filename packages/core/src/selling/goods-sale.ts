import type { Arithmetic, Table } from "../numeric/arithmetic.js";
import { fail } from "../numeric/candor-error.js";

/** A bidder with private, additive values: a type t ∈ 0 … T − 1 holds good g worth values[t · goods + g], without it 0. */
export interface GoodsBidder<Numbers = Float64Array> {
  readonly name: string;
  /** What the types are called, for reports. */
  readonly types: readonly string[];
  /** By type; sums to 1. */
  readonly probabilities: Numbers;
  /** Indexed [type · goods + good]. */
  readonly values: Numbers;
}

/**
 * A monopolist sells goods to bidders with private, independent types. Staying away is worth 0.
 *
 * - `items`: each good goes to at most one bidder; values add up over the goods that a bidder gets.
 * - `grades`: one object; at most one good, a grade of it, goes to at most one bidder.
 *
 * In doubles the numbers lie in typed arrays; `GoodsSale<Table<N>>` holds them in any arithmetic.
 */
export interface GoodsSale<Numbers = Float64Array> {
  readonly bidders: readonly GoodsBidder<Numbers>[];
  readonly goods: readonly string[];
  readonly kind: "items" | "grades";
}

/** Probabilities may miss 1 by this much in doubles. */
const SUM_TOLERANCE = 1e-9;

/** The same sale in doubles. */
export function saleInDoubles<N>(F: Arithmetic<N>, sale: GoodsSale<Table<N>>): GoodsSale {
  const doubles = (table: Table<N>) =>
    Float64Array.from({ length: table.length }, (_, k) => F.toNumber(table[k]));
  return {
    ...sale,
    bidders: sale.bidders.map(({ probabilities, values, ...rest }) => ({
      ...rest,
      probabilities: doubles(probabilities),
      values: doubles(values),
    })),
  };
}

/**
 * Refuses a sale put together by hand that is none: `invalid-size` where tables do not fit, `invalid-probability` where one is
 * negative or they do not sum to 1 within 1e-9, `invalid-number` where a value is not finite, `empty` without bidders or goods.
 */
export function checkGoodsSale({ bidders, goods }: GoodsSale): void {
  if (bidders.length === 0) fail("empty", "bidders", "A sale needs a bidder.");
  if (goods.length === 0) fail("empty", "goods", "A sale needs a good.");
  for (const { name, types, probabilities, values } of bidders) {
    const path = `bidders.${name}`;
    const count = probabilities.length;
    if (types.length !== count || count === 0)
      fail("invalid-size", `${path}.types`, `Give as many labels as probabilities, at least one.`);
    if (values.length !== count * goods.length)
      fail("invalid-size", `${path}.values`, `Give ${count * goods.length} values, one a type and good.`);
    if (!values.every(Number.isFinite)) fail("invalid-number", `${path}.values`, "Give finite values.");
    if (!probabilities.every((each) => each >= 0))
      fail("invalid-probability", `${path}.probabilities`, "Probabilities cannot be negative.");
    const total = probabilities.reduce((sum, each) => sum + each, 0);
    if (!(Math.abs(total - 1) <= SUM_TOLERANCE))
      fail("invalid-probability", `${path}.probabilities`, `Probabilities must sum to 1, not ${total}.`);
  }
}
