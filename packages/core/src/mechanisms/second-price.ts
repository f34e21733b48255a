import type { Arithmetic } from "../numeric/arithmetic.js";
import { auctionMechanism, auctionRefusal, type Price, RESERVE } from "./auction.js";
import { defineRule } from "./options.js";
import { type Rule, TIES } from "./rule.js";
import type { Sale } from "./sale.js";
import { printNumber } from "./words.js";

/**
 * Second-price auction: the highest bid wins and pays the highest of the reserve and the second bid.
 *
 * bid_i = v_i(i gets it) − v_i(not) at the reported type; truth is dominant. A single bidder without a reserve pays nothing.
 * Options `reserve`, `ties` (drawn by lot, every tied agent pays the price times its chance). Errors: those of {@link defineRule}
 * and {@link auctionMechanism}. Cost of one profile: agents. Source: Vickrey (1961).
 */
export const secondPrice: Rule = defineRule({
  id: "second-price",
  title: "Second-price auction",
  definition:
    "The highest bid wins the object and pays the highest of the reserve and the second bid; bid_i = v_i(i gets it) − v_i(not).",
  source: "Vickrey (1961)",
  options: [RESERVE, TIES],
  refuses: auctionRefusal,
  build: (environment, options) =>
    auctionMechanism(environment, options, "second-price", (sale) => priceOf(environment.arithmetic, sale)),
});

function priceOf<N>(F: Arithmetic<N>, { second, reserve }: Sale<N>): Price<N> {
  if (second !== undefined && (reserve === undefined || F.compare(second, reserve) >= 0))
    return { amount: second, because: `the second bid ${printNumber(F, second)}` };
  if (reserve !== undefined) return { amount: reserve, because: `the reserve ${printNumber(F, reserve)}` };
  return { amount: F.zero, because: "nothing, as there is no other bid" };
}
