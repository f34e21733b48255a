import type { Environment } from "../model/environment.js";
import { directMechanism } from "../model/mechanism.js";
import { auctionRefusal, objectOf } from "./auction.js";
import { defineRule, indexOption, numberOption } from "./options.js";
import type { Rule } from "./rule.js";
import { atLeast } from "./ties.js";
import { printNumber, printPayment } from "./words.js";

/**
 * Trade at a posted price between a seller and a buyer: they trade iff worth_buyer ≥ price ≥ worth_seller, and the buyer pays the
 * seller the price.
 *
 * Worth: v_i(i gets it) − v_i(not) at the reported type. Without trade the seller keeps the object. Truth is dominant, nobody loses
 * against keeping or going without, and the budget is balanced; efficiency is what is given up.
 * Options `price`, `seller` (default the first agent). Errors: those of {@link defineRule}. Cost of one profile: constant.
 * Source: Hagerty and Rogerson (1987).
 */
export const postedTrade: Rule = defineRule({
  id: "posted-trade",
  title: "Trade at a posted price",
  definition:
    "The object changes hands iff the buyer's worth is at least the price and the seller's at most; then the buyer pays the price to the seller.",
  source: "Hagerty and Rogerson (1987)",
  options: [
    { name: "price", kind: "number", description: "the price of trade", required: true },
    { name: "seller", kind: "agent", description: "who owns the object (default: the first agent)" },
  ],
  refuses: (environment) => auctionRefusal(environment) ?? notTwo(environment),
  build(environment, options) {
    const F = environment.arithmetic;
    const object = objectOf(environment);
    const price = numberOption(options, "price")!;
    const seller = indexOption(options, "seller") ?? 0;
    const buyer = 1 - seller;
    const worth = (i: number, reports: ArrayLike<number>) => object.worth[i][reports[i]];
    const wants = (i: number, reports: ArrayLike<number>) =>
      i === buyer ? atLeast(F, worth(i, reports), price) : atLeast(F, price, worth(i, reports));
    const paymentsAt = (reports: ArrayLike<number>) => {
      const payments = F.table(2);
      if (!wants(seller, reports) || !wants(buyer, reports)) return payments;
      payments[buyer] = price;
      payments[seller] = F.negate(price);
      return payments;
    };
    return directMechanism(environment, {
      name: "posted-trade",
      anonymous: false,
      outcome: (reports) => ({
        lottery: object.winning[wants(seller, reports) && wants(buyer, reports) ? buyer : seller],
        payments: paymentsAt(reports),
      }),
      reasons(reports) {
        const payments = paymentsAt(reports);
        return environment.agents.map((_, i) => {
          const pays = printPayment(environment, i, payments[i]);
          const deal = wants(i, reports) ? "accepts" : "declines";
          return `${pays}: the object is worth ${printNumber(F, worth(i, reports))} to it, so it ${deal} the price ${printNumber(F, price)}.`;
        });
      },
    });
  },
});

function notTwo<N>(environment: Environment<N>): string | undefined {
  return environment.agents.length === 2
    ? undefined
    : `it is for one seller and one buyer; the model has ${environment.agents.length} agents. Use posted-price for several buyers.`;
}
