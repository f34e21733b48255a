import { directMechanism, type Mechanism } from "../model/mechanism.js";
import type { Table } from "../numeric/arithmetic.js";
import { type EfficientAllocation, efficientAllocation } from "./efficient-allocation.js";
import { defineRule, tiesOf } from "./options.js";
import { othersOf, type Reading } from "./others.js";
import {
  firstReason,
  withoutMoney,
  withoutPrior,
  withoutPrivateWelfare,
  withoutTwoAgents,
} from "./refusals.js";
import { type Rule, TIES } from "./rule.js";
import { representative } from "./symmetry.js";
import { tableOf } from "./tables.js";
import { printNumber, printOthers, printPayment, printReport } from "./words.js";

/**
 * The expected externality mechanism: payment_i = −E_i(r_i) + Σ_{j≠i} E_j(r_j)/(n − 1), E_i(r_i) = E[Σ_{j≠i} v_j(x(r_i, t_{−i}), t_j)].
 *
 * x is efficient; the designer is one of the others in E_i where its value counts. Payments add up to 0 at every profile. The
 * option `expectation` takes E_i under the prior's distribution of t_{−i} (`marginal`, default) or given the report r_i
 * (`conditional`; the marginal for reports of probability 0); both are the same under independence, where truth is a Bayes–Nash
 * equilibrium, and under correlation neither makes it one in general. With personal beliefs the designer's prior is taken.
 * Ties: option `ties`. Errors: those of {@link defineRule}, `too-large`.
 * Cost: building takes types × others' profiles × agents × alternatives per agent; one profile agents × alternatives.
 * Source: d'Aspremont and Gérard-Varet (1979), Arrow (1979); Efficient mechanism design, Definition 3. Notes on mechanism design,
 * Rem. 2.7, says that independence is not needed; it is.
 */
export const agv: Rule = defineRule({
  id: "agv",
  title: "Expected externality (AGV) mechanism",
  definition:
    "Choose x that maximises total reported value; everyone receives E_i(r_i), what its report is expected to give the others, and pays an equal share of what the others receive.",
  source: "d'Aspremont and Gérard-Varet (1979); Efficient mechanism design, Definition 3",
  options: [
    {
      name: "expectation",
      kind: "choice",
      choices: ["marginal", "conditional"],
      description:
        "whether E_i is taken under the others' distribution whatever the report (default) or given the report",
    },
    TIES,
  ],
  refuses: (environment) =>
    firstReason(environment, withoutMoney, withoutTwoAgents, withoutPrior, withoutPrivateWelfare),
  build(environment, options) {
    const allocation = efficientAllocation(environment, tiesOf(options));
    return agvMechanism(allocation, (options.expectation as Reading | undefined) ?? "marginal");
  },
});

function agvMechanism<N>(allocation: EfficientAllocation<N>, reading: Reading): Mechanism<N> {
  const { environment } = allocation;
  const F = environment.arithmetic;
  const externality = expectedExternalities(allocation, reading);
  const partners = F.from({ n: BigInt(environment.agents.length - 1), d: 1n });
  const accounts = (reports: ArrayLike<number>) => {
    const total = externality.reduce((sum, table, i) => F.add(sum, table[reports[i]]), F.zero);
    return externality.map((table, i) => {
      const received = table[reports[i]];
      const share = F.divide(F.subtract(total, received), partners);
      return { received, share, payment: F.subtract(share, received) };
    });
  };
  return directMechanism(environment, {
    name: "agv",
    anonymous: allocation.alike,
    outcome: (reports) => ({
      lottery: allocation.choose(reports).lottery,
      payments: tableOf(
        F,
        accounts(reports).map(({ payment }) => payment),
      ),
    }),
    reasons: (reports) =>
      accounts(reports).map(({ received, share, payment }, i) => {
        const report = `its report ${printReport(environment, i, reports[i])}`;
        const gives = `is expected to give ${printOthers(environment)} ${printNumber(F, received)}`;
        const owes = `its share in what the others receive is ${printNumber(F, share)}`;
        return `${printPayment(environment, i, payment)}: ${report} ${gives}, and ${owes}.`;
      }),
  });
}

/** E_i(r_i), indexed [agent][report]. */
function expectedExternalities<N>(allocation: EfficientAllocation<N>, reading: Reading): Table<N>[] {
  const { environment } = allocation;
  const F = environment.arithmetic;
  const tables: Table<N>[] = [];
  for (const [i, agent] of environment.agents.entries()) {
    const first = representative(environment, i);
    if (allocation.alike && first < i) {
      tables.push(tables[first]);
      continue;
    }
    const others = othersOf(environment, i, reading, allocation.alike);
    const table = F.table(agent.types.length);
    for (let report = 0; report < table.length; report++) {
      let sum = F.zero;
      const total = others.each(report, (profile, weight) => {
        const given = allocation.othersValue(allocation.choose(profile), i, report);
        sum = F.add(sum, F.multiply(weight, given));
      });
      table[report] = F.divide(sum, total);
    }
    tables.push(table);
  }
  return tables;
}
