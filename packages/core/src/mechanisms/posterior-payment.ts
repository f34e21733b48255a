import { type Environment, typeCounts } from "../model/environment.js";
import { directMechanism, expectation, type Outcome } from "../model/mechanism.js";
import { blocksOf, cellCount } from "../model/perspective.js";
import { statePosterior } from "../model/profile-view.js";
import { cellSpace } from "../model/profiles.js";
import { isImpersonal } from "../model/symmetry.js";
import type { Table } from "../numeric/arithmetic.js";
import { fail } from "../numeric/candor-error.js";
import { defineRule, type Ties, tiesOf } from "./options.js";
import { withoutMoney } from "./refusals.js";
import { type Rule, TIES } from "./rule.js";
import { breakTies, tiedBest } from "./ties.js";
import { printLottery, printNumber, printPayment } from "./words.js";

/** Beyond this many profiles, zero probabilities are met when they are asked for and not looked for in advance. */
const PROFILES_LOOKED_AT = 2 ** 18;

/**
 * (σ*, q*): σ*(s) maximises Σ_i E[u_i(a, θ) | s] and q*_i(s) = E[u_i(σ*(s), θ) | s], the posterior expected utility itself.
 *
 * The posterior is that of the common prior given all reports. Interim utility is exactly 0 for every type and revenue is the
 * expected welfare; truth becomes an ε-equilibrium with many agents. A designer's value that counts enters the choice alone.
 * Ties: option `ties`. Errors: those of {@link defineRule}; `zero-probability-profile`, which names a profile of reports at which there
 * is no posterior (the source assumes full support), found when building for up to 2^18 profiles, else when it is asked for.
 * Cost of one profile: agents × alternatives × states. Source: Basu, Optimal mechanism design with approximate incentive
 * compatibility and many players, section 2.
 */
export const posteriorPayment: Rule = defineRule({
  id: "posterior-payment",
  title: "Posterior payments (σ*, q*)",
  definition:
    "Choose what maximises total expected utility given all reports; everyone pays its expected utility from it: q_i(s) = E[u_i(σ*(s), θ) | s].",
  source:
    "Basu, Optimal mechanism design with approximate incentive compatibility and many players, section 2",
  options: [TIES],
  refuses: (environment) => withoutMoney(environment) ?? withoutCommonPrior(environment),
  build(environment, options) {
    requireSupport(environment);
    const outcome = (reports: ArrayLike<number>) => posteriorOutcome(environment, tiesOf(options), reports);
    const F = environment.arithmetic;
    return directMechanism(environment, {
      name: "posterior-payment",
      anonymous: isImpersonal(environment) && !environment.values.some((value) => value.dependsOnOthers),
      outcome,
      reasons(reports) {
        const { lottery, payments } = outcome(reports);
        return environment.agents.map((_, i) => {
          const value = printNumber(F, payments[i]);
          return `${printPayment(environment, i, payments[i])}: given all reports it expects ${value} from ${printLottery(environment, lottery)}.`;
        });
      },
    });
  },
});

function withoutCommonPrior<N>(environment: Environment<N>): string | undefined {
  if (environment.beliefs?.prior && environment.beliefs.kind !== "personal") return undefined;
  return "it needs the posterior of a common prior. Add beliefs: signals, joint or independent.";
}

function posteriorOutcome<N>(
  environment: Environment<N>,
  ties: Ties,
  reports: ArrayLike<number>,
): Outcome<N> {
  const F = environment.arithmetic;
  const posterior = statePosterior(environment, -1, reports) ?? refuseProfile(environment, reports);
  const { alternatives, agents, designer } = environment;
  const width = alternatives.length;
  const values = agents.map((_, i) => expectedValues(environment, posterior, i, reports));
  const counted = designer?.counts
    ? [...values, expectedValues(environment, posterior, -1, reports)]
    : values;
  const totals = F.table(width);
  for (const row of counted) for (let a = 0; a < width; a++) totals[a] = F.add(totals[a], row.mean[a]);
  const terms = (counted.length + 2) * (posterior.length + 1) + agents.length;
  const magnitude = (a: number) => counted.reduce((sum, row) => sum + row.magnitude[a], 0);
  const tied = tiedBest(F, totals, (a) => F.errorBound(terms, magnitude(a)));
  const lottery = breakTies(F, width, tied, ties);
  const payments = F.table(agents.length);
  for (let i = 0; i < payments.length; i++)
    payments[i] = expectation(environment, lottery, (a) => values[i].mean[a]);
  return { lottery, payments };
}

/** E[u_i(a, t, θ) | t] by alternative and, in doubles, E|u_i|; the designer is agent −1. */
function expectedValues<N>(
  environment: Environment<N>,
  posterior: Table<N>,
  agent: number,
  types: ArrayLike<number>,
) {
  const F = environment.arithmetic;
  const values = agent < 0 ? environment.designer!.value : environment.values[agent];
  const mean = F.table(environment.alternatives.length);
  const magnitude = new Float64Array(F.kind === "float" ? mean.length : 0);
  for (let a = 0; a < mean.length; a++) {
    if (!values.dependsOnState) mean[a] = values.at(a, types, 0);
    else
      for (let state = 0; state < posterior.length; state++) {
        if (F.compare(posterior[state], F.zero) <= 0) continue;
        const term = F.multiply(posterior[state], values.at(a, types, state));
        mean[a] = F.add(mean[a], term);
        if (F.kind === "float") magnitude[a] += Math.abs(F.toNumber(term));
      }
    if (F.kind === "float") magnitude[a] = Math.max(magnitude[a], Math.abs(F.toNumber(mean[a])));
  }
  return { mean, magnitude };
}

function requireSupport<N>(environment: Environment<N>): void {
  if (environment.states.length === 1) return;
  const byGroup = environment.beliefs!.kind !== "joint";
  const blocks = blocksOf(environment, typeCounts(environment), byGroup);
  if (cellCount(blocks) > PROFILES_LOOKED_AT) return;
  const cells = cellSpace(blocks);
  const profile = new Int32Array(environment.agents.length);
  for (let cell = 0; cell < cells.size; cell++) {
    cells.write(cell, profile);
    if (statePosterior(environment, -1, profile) === undefined) refuseProfile(environment, profile);
  }
}

function refuseProfile<N>(environment: Environment<N>, reports: ArrayLike<number>): never {
  const profile = environment.agents.map((agent, i) => `${agent.name} = ${agent.types[reports[i]].label}`);
  fail(
    "zero-probability-profile",
    "mechanism.rule",
    `posterior-payment: the reports ${profile.join(", ")} have probability 0, so there is no posterior to pay by. Give every profile a positive probability in \`beliefs\`.`,
  );
}
