import { ONE, ZERO } from "../numeric/rational.js";
import { agentsOf, MINUS_ONE, profilesOf, type RowFamily, row } from "./row-family.js";
import { Terms } from "./utility-terms.js";

/**
 * For each swap σ of alike agents: g(a|k) = g(σa|σk), called e = a, and p_i(k) = p_{σi}(σk), called e = |A| + i. Swaps of
 * neighbours generate all permutations of alike agents.
 */
export const anonymityRows: RowFamily = function* (setting) {
  const { tables, columns, steps } = setting;
  for (const [x, { agents, image }] of tables.swaps.entries())
    for (const k of profilesOf(setting)) {
      const other = steps.exchange(k, agents);
      const place = (i: number) => (i === agents[0] ? agents[1] : i === agents[1] ? agents[0] : i);
      const pairs = [
        ...image.map((b, a) => [columns.lottery(k, a), columns.lottery(other, b)]),
        ...agentsOf(setting).map((i) => [columns.payment(i, k), columns.payment(place(i), other)]),
      ];
      for (const [e, [one, twin]] of pairs.entries()) {
        const terms = new Terms(columns);
        terms.add(one, ONE);
        terms.add(twin, MINUS_ONE);
        // Of the two readings of a pair one suffices.
        if (one <= twin && terms.coefficients.size > 0) yield row("anonymous", [x, k, e], terms, ZERO, true);
      }
    }
};
