import { efficientAllocation } from "./efficient-allocation.js";
import { grovesMechanism, othersGet } from "./groves-family.js";
import { defineRule, functionOfOthers, tiesOf } from "./options.js";
import { firstReason, withoutMoney, withoutPrivateWelfare } from "./refusals.js";
import { type Rule, TIES } from "./rule.js";
import { printNumber } from "./words.js";

/**
 * Groves mechanisms: an efficient choice x and payment_i = h_i(r_{−i}) − Σ_{j≠i} v_j(x, r_j).
 *
 * The designer is one of the others where its value counts. Option `h` is asked with the agent's own entry set to 0, so that it
 * cannot depend on the own report even by mistake; that makes every mechanism built here dominant-strategy incentive compatible.
 * Ties: option `ties`. Anonymity is not claimed: h may treat agents differently. Errors: those of {@link defineRule}.
 * Cost of one profile: agents × alternatives plus one evaluation of h per agent.
 * Source: Generalization, efficient mechanisms, "Groves Mechanism", with the sign corrected: −t_i = −h_i + Σ_{j≠i} v_j there.
 */
export const groves: Rule = defineRule({
  id: "groves",
  title: "Groves mechanism",
  definition:
    "Choose x that maximises total reported value W; payment_i = h_i(r_{−i}) − Σ_{j≠i} v_j(x, r_j), with any h_i of the others' reports.",
  source: "Groves (1973); Notes on mechanism design, Def. 2.4",
  options: [
    {
      name: "h",
      kind: "expression-in-others",
      description: "h_i(r_{−i}), what agent i is charged before it receives what the others get",
      required: true,
    },
    TIES,
  ],
  refuses: (environment) => firstReason(environment, withoutMoney, withoutPrivateWelfare),
  build(environment, options) {
    const allocation = efficientAllocation(environment, tiesOf(options));
    const h = functionOfOthers(options, "h");
    const scratch = new Int32Array(environment.agents.length);
    return grovesMechanism(allocation, {
      name: "groves",
      anonymous: false,
      charge(agent, reports) {
        for (let j = 0; j < scratch.length; j++) scratch[j] = reports[j];
        scratch[agent] = 0;
        return h(agent, scratch);
      },
      because(agent, reports, charge, choice) {
        const amount = printNumber(environment.arithmetic, charge);
        return `its charge h is ${amount}, and ${othersGet(allocation, choice, agent, reports[agent])}`;
      },
    });
  },
});
