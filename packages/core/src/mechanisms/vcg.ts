import { equalInsideGroups } from "../model/symmetry.js";
import { efficientAllocation } from "./efficient-allocation.js";
import { grovesMechanism, othersGet } from "./groves-family.js";
import { defineRule, tiesOf, typesByAgent } from "./options.js";
import { firstReason, withoutMoney, withoutPrivateWelfare } from "./refusals.js";
import { type Rule, TIES } from "./rule.js";
import { printNumber, printReport } from "./words.js";
import { worstOffTypesOf } from "./worst-off.js";

/**
 * The generalised VCG mechanism with basis θ̲: payment_i = S(θ̲_i, r_{−i}) − S_{−i}(r) − o_i(θ̲_i).
 *
 * S(r) = max_a W(a, r); S_{−i}(r) = what the others (the designer too where it counts) get from the efficient choice at r. The
 * basis is the worst-off type of each agent ({@link worstOffTypes}; with correlated beliefs conditional on the own type) or the
 * option `basis`. Truth is dominant for any basis; under independence the default basis makes everyone participate (interim).
 * Ties: option `ties`. Errors: those of {@link defineRule}; `needs-beliefs` without beliefs and without `basis`.
 * Cost: building takes types × others' profiles × agents × alternatives per agent; one profile agents × alternatives.
 * Source: Efficient mechanism design, section 2. On finite types it need not maximise expected payments (see balancedDecision).
 */
export const vcg: Rule = defineRule({
  id: "vcg",
  title: "Generalised VCG mechanism",
  definition:
    "Choose x that maximises total reported value; payment_i = S(basis_i, r_{−i}) − S_{−i}(r) − o_i(basis_i), basis_i = the type that gains least from taking part.",
  source: "Efficient mechanism design, section 2; Krishna and Perry (1998)",
  options: [
    {
      name: "basis",
      kind: "type-by-agent",
      description:
        "the basis type of each agent; by default the worst-off one, argmin E[S(θ_i, ·)] − o_i(θ_i)",
    },
    TIES,
  ],
  refuses: (environment) => firstReason(environment, withoutMoney, withoutPrivateWelfare),
  build(environment, options) {
    const F = environment.arithmetic;
    const allocation = efficientAllocation(environment, tiesOf(options));
    const basis = typesByAgent(options, "basis") ?? worstOffTypesOf(allocation).map(({ type }) => type);
    const outside = (agent: number) => environment.outsideOptions[agent][basis[agent]];
    return grovesMechanism(allocation, {
      name: "vcg",
      anonymous: allocation.alike && equalInsideGroups(environment, (i, j) => basis[i] === basis[j]),
      charge: (agent, reports, choice) =>
        F.subtract(allocation.highest(choice, agent, reports[agent], basis[agent]).value, outside(agent)),
      because(agent, reports, charge, choice) {
        const { name } = environment.agents[agent];
        const total = printNumber(F, F.add(charge, outside(agent)));
        const type = printReport(environment, agent, basis[agent]);
        const others = othersGet(allocation, choice, agent, reports[agent]);
        const credit =
          F.compare(outside(agent), F.zero) === 0
            ? ""
            : `, and ${printNumber(F, outside(agent))} is credited for the outside option of that type`;
        return `if ${name} were of its basis type ${type} total value would be ${total}; as things are ${others}${credit}`;
      },
    });
  },
});
