import type { Environment } from "../model/environment.js";
import { directMechanism } from "../model/mechanism.js";
import { isImpersonal } from "../model/symmetry.js";
import { favourites } from "./favourites.js";
import { defineRule, indexOption, invalidOption, numberOption, type Ties, tiesOf } from "./options.js";
import { withoutPrivateValues } from "./refusals.js";
import { type Rule, type RuleOptions, TIES } from "./rule.js";
import { atLeast, breakTies, tiedBest } from "./ties.js";

/**
 * Voting without payments: each agent votes for its most preferred alternative (the lowest index among equally good ones).
 *
 * Two alternatives: the challenger replaces the status quo `default` (the first alternative unless stated) iff it has more than
 * half of the votes, or at least quota · n of them with the option `quota` (a share in (0, 1]). More: the most votes win, ties by
 * the option `ties`. With two alternatives truth is dominant; with more it need not be.
 * Errors: those of {@link defineRule}; `invalid-option` for a quota outside (0, 1] or quota, default with more than two alternatives.
 * Cost of one profile: agents + alternatives. Source: May (1952).
 */
export const majority: Rule = defineRule({
  id: "majority",
  title: "Majority or plurality vote",
  definition:
    "Everyone votes for its most preferred alternative. Two alternatives: the status quo stays unless the other has more than half of the votes (or quota · n); more: the most votes win. No payments.",
  source: "May (1952)",
  options: [
    {
      name: "quota",
      kind: "number",
      description: "with two alternatives, the share of all votes at which the status quo is replaced",
    },
    {
      name: "default",
      kind: "alternative",
      description: "with two alternatives, the status quo (default: the first)",
    },
    TIES,
  ],
  refuses: withoutPrivateValues,
  build(environment, options) {
    const F = environment.arithmetic;
    const peaks = favourites(environment);
    const decide =
      environment.alternatives.length === 2
        ? againstStatusQuo(environment, options)
        : mostVotes(environment, options, tiesOf(options));
    return directMechanism(environment, {
      name: "majority",
      anonymous: isImpersonal(environment),
      outcome(reports) {
        const votes = new Array<number>(environment.alternatives.length).fill(0);
        peaks.forEach((peak, i) => {
          votes[peak[reports[i]]]++;
        });
        return { lottery: decide(votes), payments: F.table(peaks.length) };
      },
    });
  },
});

function againstStatusQuo<N>(environment: Environment<N>, options: RuleOptions<N>) {
  const F = environment.arithmetic;
  const quota = numberOption(options, "quota");
  const statusQuo = indexOption(options, "default") ?? 0;
  if (quota !== undefined && (F.compare(quota, F.zero) <= 0 || F.compare(quota, F.one) > 0))
    invalidOption("quota", "A quota is a share of the votes in (0, 1].", String(F.toNumber(quota)));
  const integer = (n: number) => F.from({ n: BigInt(n), d: 1n });
  const needed = quota === undefined ? undefined : F.multiply(quota, integer(environment.agents.length));
  const passes = (votes: number) =>
    needed === undefined ? 2 * votes > environment.agents.length : atLeast(F, integer(votes), needed);
  return (votes: readonly number[]) => (passes(votes[1 - statusQuo]) ? 1 - statusQuo : statusQuo);
}

function mostVotes<N>(environment: Environment<N>, options: RuleOptions<N>, ties: Ties) {
  const F = environment.arithmetic;
  const { length } = environment.alternatives;
  for (const name of ["quota", "default"])
    if (options[name] !== undefined)
      invalidOption(name, "This is for two alternatives only.", `${length} alternatives`);
  return (votes: readonly number[]) => {
    const counts = F.table(length);
    for (let a = 0; a < length; a++) counts[a] = F.from({ n: BigInt(votes[a]), d: 1n });
    const tied = tiedBest(F, counts, () => 0);
    return breakTies(F, length, tied, ties);
  };
}
