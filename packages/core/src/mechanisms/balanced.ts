import type { Environment } from "../model/environment.js";
import { directMechanism, type Mechanism } from "../model/mechanism.js";
import { fail } from "../numeric/candor-error.js";
import { type BalancedDecision, balancedDecisionOf, balancedRefusal } from "./balanced-decision.js";
import { type EfficientAllocation, efficientAllocation } from "./efficient-allocation.js";
import { defineRule, tiesOf } from "./options.js";
import { type Rule, TIES } from "./rule.js";
import { tableOf } from "./tables.js";
import { printNumber, printPayment, printReport } from "./words.js";

/**
 * An efficient, incentive-compatible, individually rational (both interim) and budget-balanced mechanism, where one exists.
 *
 * With P̄_i the largest interim payments and D = Σ_j E[P̄_j] ≥ 0 ({@link balancedDecision}), P̃_i = P̄_i − D/n keeps incentives and
 * helps participation, and p_i(r) = P̃_i(r_i) − Σ_{j≠i} (P̃_j(r_j) − E P̃_j)/(n − 1) has the interim payments P̃_i because types
 * are independent, and Σ_i p_i(r) = Σ_j E P̃_j = 0 at every profile.
 * Ties: option `ties`; the answer is for that way to break them. Reports of probability 0 are charged so that nobody gains by them.
 * Errors: those of {@link defineRule}; `no-balanced-mechanism` with the smallest expected deficit.
 * Cost: that of {@link balancedDecision} to build; one profile agents × alternatives.
 * Source: Efficient mechanism design, Theorem 2, with expected constants c_i^A; longest paths in place of revenue equivalence.
 */
export const balanced: Rule = defineRule({
  id: "balanced",
  title: "Efficient balanced mechanism",
  definition:
    "Choose x that maximises total reported value; everyone pays the most its type can be charged in expectation, less an equal share of the surplus, less its share of the others' deviations from their expected payments.",
  source: "Efficient mechanism design, Theorem 2",
  options: [TIES],
  refuses: balancedRefusal,
  build(environment, options) {
    const allocation = efficientAllocation(environment, tiesOf(options));
    const decision = balancedDecisionOf(allocation);
    if (!decision.exists) refuseDeficit(environment, decision);
    return balancedMechanism(allocation, decision);
  },
});

function refuseDeficit<N>(environment: Environment<N>, decision: BalancedDecision<N>): never {
  const F = environment.arithmetic;
  const deficit = printNumber(F, F.negate(decision.surplus));
  const vcg = printNumber(F, F.negate(decision.vcgSurplus));
  fail(
    "no-balanced-mechanism",
    "mechanism.rule",
    `No efficient, incentive-compatible mechanism that everyone joins balances the budget: every one runs an expected deficit of at least ${deficit} (vcg runs ${vcg}). Give up efficiency (design) or pay the deficit (vcg).`,
  );
}

function balancedMechanism<N>(
  allocation: EfficientAllocation<N>,
  decision: BalancedDecision<N>,
): Mechanism<N> {
  const { environment } = allocation;
  const F = environment.arithmetic;
  const count = environment.agents.length;
  const integer = (n: number) => F.from({ n: BigInt(n), d: 1n });
  const refund = F.divide(decision.surplus, integer(count));
  /** P̃_i(r_i) − E P̃_i; the refund cancels. */
  const deviation = (i: number, report: number) =>
    F.subtract(decision.agents[i].payments[report], decision.agents[i].expected);
  const accounts = (reports: ArrayLike<number>) => {
    const deviations = decision.agents.map((_, i) => deviation(i, reports[i]));
    const total = deviations.reduce((sum, x) => F.add(sum, x), F.zero);
    return deviations.map((own, i) => {
      const interim = F.subtract(decision.agents[i].payments[reports[i]], refund);
      const share = F.divide(F.subtract(total, own), integer(count - 1));
      return { interim, share, payment: F.subtract(interim, share) };
    });
  };
  return directMechanism(environment, {
    name: "balanced",
    anonymous: allocation.alike,
    outcome: (reports) => ({
      lottery: allocation.choose(reports).lottery,
      payments: tableOf(
        F,
        accounts(reports).map(({ payment }) => payment),
      ),
    }),
    reasons: (reports) =>
      accounts(reports).map(({ interim, share, payment }, i) => {
        const type = printReport(environment, i, reports[i]);
        const charged = `type ${type} is charged ${printNumber(F, interim)} in expectation`;
        const beyond = "its share of what the others pay beyond their expected payments";
        return `${printPayment(environment, i, payment)}: ${charged}, less ${printNumber(F, share)}, ${beyond}.`;
      }),
  });
}
