import { efficientAllocation } from "./efficient-allocation.js";
import { grovesMechanism, othersGet } from "./groves-family.js";
import { defineRule, tiesOf } from "./options.js";
import { firstReason, withoutMoney, withoutPrivateWelfare } from "./refusals.js";
import { type Rule, TIES } from "./rule.js";
import { printNumber, printOthers } from "./words.js";

/**
 * The pivot mechanism: an efficient choice x and payment_i = max_a W_{−i}(a, r) − W_{−i}(x, r), the harm done to the others.
 *
 * W_{−i}(a, r) = Σ_{j≠i} v_j(a, r_j), plus v_D(a) where the designer counts. Payments are never negative and a truthful agent
 * ends with its marginal contribution W_N − W_{N∖i}. Ties: option `ties`. Errors: those of {@link defineRule}.
 * Cost of one profile: agents × alternatives.
 * Source: Clarke (1971); Notes on mechanism design, Def. 2.5, where τ_i must read max_x Σ_{j≠i} v_j(x, m_j), a function of m_{−i}.
 */
export const pivot: Rule = defineRule({
  id: "pivot",
  title: "Pivot mechanism",
  definition:
    "Choose x that maximises total reported value W; everyone pays what the others lose through it: payment_i = max_a W_{−i}(a) − W_{−i}(x).",
  source: "Clarke (1971); Notes on mechanism design, Def. 2.5",
  options: [TIES],
  refuses: (environment) => firstReason(environment, withoutMoney, withoutPrivateWelfare),
  build(environment, options) {
    const F = environment.arithmetic;
    const allocation = efficientAllocation(environment, tiesOf(options));
    return grovesMechanism(allocation, {
      name: "pivot",
      anonymous: allocation.alike,
      charge: (agent, reports, choice) => allocation.highest(choice, agent, reports[agent]).value,
      because(agent, reports, charge, choice) {
        const { name } = environment.agents[agent];
        const best = allocation.highest(choice, agent, reports[agent]).alternative;
        const without = `without ${name} ${printOthers(environment)} would reach ${printNumber(F, charge)}`;
        const at = environment.alternatives[best].name;
        return `${without} (${at}), with ${name} ${othersGet(allocation, choice, agent, reports[agent])}`;
      },
    });
  },
});
