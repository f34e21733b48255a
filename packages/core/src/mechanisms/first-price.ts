import { auctionMechanism, auctionRefusal, RESERVE } from "./auction.js";
import { defineRule } from "./options.js";
import { type Rule, TIES } from "./rule.js";
import { printNumber } from "./words.js";

/**
 * First-price auction: the highest bid wins and is paid, bid_i = v_i(i gets it) − v_i(not) at the reported type.
 *
 * Looked at with truthful bids, so it leaves winners nothing and lying pays; its equilibrium shades bids.
 * Options `reserve`, `ties` (drawn by lot, every tied agent pays the price times its chance). Errors: those of {@link defineRule}
 * and {@link auctionMechanism}. Cost of one profile: agents. Source: Vickrey (1961).
 */
export const firstPrice: Rule = defineRule({
  id: "first-price",
  title: "First-price auction",
  definition: "The highest bid wins the object and pays it; bid_i = v_i(i gets it) − v_i(not).",
  source: "Vickrey (1961)",
  options: [RESERVE, TIES],
  refuses: auctionRefusal,
  build(environment, options) {
    const F = environment.arithmetic;
    return auctionMechanism(environment, options, "first-price", ({ highest }) => ({
      amount: highest,
      because: `the highest bid ${printNumber(F, highest)}`,
    }));
  },
});
