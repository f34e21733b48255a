import { directMechanism } from "../model/mechanism.js";
import { isImpersonal } from "../model/symmetry.js";
import { defineRule, indexOption } from "./options.js";
import type { Rule } from "./rule.js";

/**
 * The same alternative whatever is reported; no payments. Option `alternative` (default the first).
 * Errors: those of {@link defineRule}. Cost of one profile: constant.
 */
export const constant: Rule = defineRule({
  id: "constant",
  title: "Constant choice",
  definition: "One alternative is chosen whatever is reported. No payments.",
  source: "folklore",
  options: [
    { name: "alternative", kind: "alternative", description: "what is chosen (default: the first listed)" },
  ],
  refuses: () => undefined,
  build(environment, options) {
    const alternative = indexOption(options, "alternative") ?? 0;
    return directMechanism(environment, {
      name: "constant",
      anonymous: isImpersonal(environment),
      outcome: () => ({
        lottery: alternative,
        payments: environment.arithmetic.table(environment.agents.length),
      }),
    });
  },
});
