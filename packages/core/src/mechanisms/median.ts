import type { Environment } from "../model/environment.js";
import { directMechanism } from "../model/mechanism.js";
import { isImpersonal } from "../model/symmetry.js";
import { favourites } from "./favourites.js";
import { defineRule } from "./options.js";
import { withoutPrivateValues } from "./refusals.js";
import type { Rule } from "./rule.js";

/**
 * The median peak: of the agents' most preferred alternatives, ordered by their numbers, the middle one; the lower with an even n.
 *
 * An agent's peak is the alternative with its highest value (the lowest index among equally good ones). Truth is dominant when
 * preferences are single-peaked along the numbers. No payments.
 * Errors: those of {@link defineRule}; it does not apply when an alternative has no number. Cost of one profile: n log n.
 * Source: Black (1948); Moulin (1980).
 */
export const median: Rule = defineRule({
  id: "median",
  title: "Median peak",
  definition:
    "Order everyone's most preferred alternative by its number and choose the middle one (the lower of the two middle ones). No payments.",
  source: "Moulin (1980)",
  options: [],
  refuses: (environment) => withoutPrivateValues(environment) ?? withoutNumbers(environment),
  build(environment) {
    const F = environment.arithmetic;
    const peaks = favourites(environment);
    const rank = ranks(environment);
    return directMechanism(environment, {
      name: "median",
      anonymous: isImpersonal(environment),
      outcome(reports) {
        const chosen = peaks.map((peak, i) => peak[reports[i]]).sort((a, b) => rank[a] - rank[b]);
        return {
          lottery: chosen[Math.floor((chosen.length - 1) / 2)],
          payments: F.table(peaks.length),
        };
      },
    });
  },
});

/** The place of each alternative when ordered by number, then by index. */
function ranks<N>(environment: Environment<N>): Int32Array {
  const F = environment.arithmetic;
  const order = environment.alternatives
    .map(({ number }, a) => ({ number: number!, a }))
    .sort((x, y) => F.compare(x.number, y.number) || x.a - y.a);
  const place = new Int32Array(order.length);
  order.forEach(({ a }, k) => {
    place[a] = k;
  });
  return place;
}

function withoutNumbers<N>(environment: Environment<N>): string | undefined {
  const missing = environment.alternatives.find(({ number }) => number === undefined);
  return missing === undefined
    ? undefined
    : `the alternative ${missing.name} has no number, so there is no middle. Give every alternative a number.`;
}
