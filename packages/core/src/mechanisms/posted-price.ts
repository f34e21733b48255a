import { directMechanism } from "../model/mechanism.js";
import { auctionRefusal, objectOf } from "./auction.js";
import { defineRule, numbersByAgent } from "./options.js";
import type { Rule } from "./rule.js";
import { atLeast } from "./ties.js";
import { printNumber, printPayment } from "./words.js";

/**
 * Posted prices: agents are offered the object in their order, each at its own price; the first whose worth reaches it buys.
 *
 * Worth: v_i(i gets it) − v_i(not) at the reported type; an agent whose worth equals its price buys. Truth is dominant and nobody
 * loses. Option `price` (one number or one per agent). Errors: those of {@link defineRule}; it does not apply without an
 * alternative that leaves the object unsold. Cost of one profile: agents. Source: Chawla, Hartline, Malec and Sivan (2010).
 */
export const postedPrice: Rule = defineRule({
  id: "posted-price",
  title: "Posted prices",
  definition:
    "Agents are offered the object in order, each at its price; the first with v_i(i gets it) − v_i(not) ≥ price_i buys it at that price.",
  source: "Chawla, Hartline, Malec and Sivan (2010)",
  options: [
    {
      name: "price",
      kind: "number-by-agent",
      description: "the price at which each agent is offered the object",
      required: true,
    },
  ],
  refuses(environment) {
    const reason = auctionRefusal(environment);
    if (reason !== undefined || objectOf(environment).unsold !== undefined) return reason;
    return "nobody may want the object at its price. Add an alternative in which nobody gets it.";
  },
  build(environment, options) {
    const F = environment.arithmetic;
    const object = objectOf(environment);
    const price = numbersByAgent(options, "price");
    const buyerAt = (reports: ArrayLike<number>) =>
      object.worth.findIndex((worth, i) => atLeast(F, worth[reports[i]], price[i]));
    return directMechanism(environment, {
      name: "posted-price",
      anonymous: false,
      outcome(reports) {
        const buyer = buyerAt(reports);
        const payments = F.table(environment.agents.length);
        if (buyer < 0) return { lottery: object.unsold!, payments };
        payments[buyer] = price[buyer];
        return { lottery: object.winning[buyer], payments };
      },
      reasons(reports) {
        const buyer = buyerAt(reports);
        return environment.agents.map((_, i) => {
          const pays = printPayment(environment, i, i === buyer ? price[i] : F.zero);
          const worth = `the object is worth ${printNumber(F, object.worth[i][reports[i]])} to it`;
          if (buyer >= 0 && i > buyer)
            return `${pays}: ${environment.agents[buyer].name} bought the object before.`;
          const verb = i === buyer ? "at" : "below";
          return `${pays}: ${worth}, ${verb === "at" ? "at least" : "below"} its price ${printNumber(F, price[i])}.`;
        });
      },
    });
  },
});
