import { directMechanism } from "../model/mechanism.js";
import { isImpersonal } from "../model/symmetry.js";
import { favourites } from "./favourites.js";
import { defineRule, indexOption } from "./options.js";
import { withoutPrivateValues } from "./refusals.js";
import type { Rule } from "./rule.js";

/**
 * Dictatorship: the reported favourite of one agent is chosen (the lowest index among equally good ones); no payments.
 *
 * Option `agent` (default the first). Truth is dominant. Errors: those of {@link defineRule}. Cost of one profile: constant.
 * Source: Gibbard (1973), Satterthwaite (1975).
 */
export const dictator: Rule = defineRule({
  id: "dictator",
  title: "Dictatorship",
  definition: "One agent's most preferred alternative is chosen. No payments.",
  source: "Gibbard (1973)",
  options: [{ name: "agent", kind: "agent", description: "who decides (default: the first agent)" }],
  refuses: withoutPrivateValues,
  build(environment, options) {
    const agent = indexOption(options, "agent") ?? 0;
    const favourite = favourites(environment)[agent];
    const alone = environment.groups.some(({ first, count }) => first === agent && count === 1);
    return directMechanism(environment, {
      name: "dictator",
      anonymous: alone && isImpersonal(environment),
      outcome: (reports) => ({
        lottery: favourite[reports[agent]],
        payments: environment.arithmetic.table(environment.agents.length),
      }),
    });
  },
});
