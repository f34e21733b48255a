import { directMechanism } from "../model/mechanism.js";
import { isImpersonal } from "../model/symmetry.js";
import { favourites } from "./favourites.js";
import { defineRule } from "./options.js";
import { withoutPrivateValues } from "./refusals.js";
import type { Rule } from "./rule.js";

/**
 * Random dictatorship: each agent decides with probability 1/n, so g(a | r) = the share of agents whose favourite is a.
 *
 * Favourites: the lowest index among equally good ones. Truth is dominant; no payments. Errors: those of {@link defineRule}.
 * Cost of one profile: agents + alternatives. Source: Gibbard (1977).
 */
export const randomDictator: Rule = defineRule({
  id: "random-dictator",
  title: "Random dictatorship",
  definition: "Each agent's most preferred alternative is chosen with probability 1/n. No payments.",
  source: "Gibbard (1977)",
  options: [],
  refuses: withoutPrivateValues,
  build(environment) {
    const F = environment.arithmetic;
    const peaks = favourites(environment);
    const fraction = (votes: number) =>
      F.divide(F.from({ n: BigInt(votes), d: 1n }), F.from({ n: BigInt(peaks.length), d: 1n }));
    return directMechanism(environment, {
      name: "random-dictator",
      anonymous: isImpersonal(environment),
      outcome(reports) {
        const votes = new Int32Array(environment.alternatives.length);
        peaks.forEach((peak, i) => {
          votes[peak[reports[i]]]++;
        });
        const lottery = F.table(votes.length);
        for (let a = 0; a < votes.length; a++) lottery[a] = fraction(votes[a]);
        const sure = votes.indexOf(peaks.length);
        return { lottery: sure >= 0 ? sure : lottery, payments: F.table(peaks.length) };
      },
    });
  },
});
