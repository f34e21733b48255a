import type { Mechanism, Outcome } from "../../src/model/mechanism.js";
import { exact } from "../../src/numeric/arithmetic.js";
import { printRational, type Rational, rational } from "../../src/numeric/rational.js";
import { PROPERTIES } from "../../src/properties/index.js";
import type { Verdict } from "../../src/properties/verdict.js";

/** The verdict of one property of the registry. */
export function check<N>(mechanism: Mechanism<N>, id: string): Verdict {
  const property = PROPERTIES.find((candidate) => candidate.id === id);
  if (property === undefined) throw new Error(`No property ${id}.`);
  return property.check(mechanism, {});
}

/** "proved", or "violated 1/6" with ε. */
export function verdict<N>(mechanism: Mechanism<N>, id: string): string {
  const { status, epsilon } = check(mechanism, id);
  return status === "violated" ? `violated ${epsilon?.exact ?? epsilon?.value}` : status;
}

export function payments({ payments: table }: Outcome<Rational>): string[] {
  return Array.from({ length: table.length }, (_, i) => printRational(table[i]));
}

/** The outcome at one profile, in short: the alternative (or −1) and the payments. */
export function at(mechanism: Mechanism<Rational>, ...reports: number[]): [number, ...string[]] {
  const outcome = mechanism.outcome(reports);
  return [typeof outcome.lottery === "number" ? outcome.lottery : -1, ...payments(outcome)];
}

/** E Σ_i p_i under the prior, summed profile by profile. */
export function revenue(mechanism: Mechanism<Rational>): string {
  const { environment } = mechanism;
  let total = rational(0);
  const visit = (profile: number[]) => {
    if (profile.length < environment.agents.length) {
      environment.agents[profile.length].types.forEach((_, t) => {
        visit([...profile, t]);
      });
      return;
    }
    const { payments: table } = mechanism.outcome(profile);
    for (let s = 0; s < environment.states.length; s++)
      for (let i = 0; i < table.length; i++)
        total = exact.add(total, exact.multiply(environment.beliefs!.prior!(profile, s), table[i]));
  };
  visit([]);
  return printRational(total);
}

/** The same mechanism with `by` more asked from one agent at one profile. */
export function tampered(
  mechanism: Mechanism<Rational>,
  agent: number,
  profile: readonly number[],
  by: Rational,
): Mechanism<Rational> {
  return {
    ...mechanism,
    anonymous: false,
    outcome(reports) {
      const outcome = mechanism.outcome(reports);
      if (!profile.every((entry, i) => reports[i] === entry)) return outcome;
      const changed = Array.from({ length: profile.length }, (_, i) => outcome.payments[i]);
      changed[agent] = exact.add(changed[agent], by);
      return { lottery: outcome.lottery, payments: changed };
    },
  };
}
