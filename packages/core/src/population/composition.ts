import { fail } from "../numeric/candor-error.js";
import { apportion } from "./apportion.js";
import type { Population } from "./population.js";

/** How many players have each utility function when there are n of them: sums to n. */
export type CompositionRule = (players: number) => number[];

/** In the proportions of the counts stated in the file, by largest remainders. */
export function proportional({ groups }: Population): CompositionRule {
  const counts = groups.map(({ count }) => count);
  return (players) => apportion(counts, players);
}

/**
 * One group grows while the others keep their stated sizes; populations too small for them are apportioned.
 * Errors: `unknown-name`.
 */
export function growingGroup(population: Population, name: string): CompositionRule {
  const { groups } = population;
  const growing = groups.findIndex((group) => group.name === name);
  if (growing < 0)
    fail(
      "unknown-name",
      "--grow",
      `There is no group ${name}; the groups are ${groups.map((g) => g.name).join(", ")}.`,
    );
  const others = groups.reduce((sum, { count }, u) => (u === growing ? sum : sum + count), 0);
  const shares = proportional(population);
  return (players) =>
    players <= others
      ? shares(players)
      : groups.map(({ count }, u) => (u === growing ? players - others : count));
}
