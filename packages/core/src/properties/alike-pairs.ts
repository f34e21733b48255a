import type { Mechanism } from "../model/mechanism.js";
import { printRational } from "../numeric/rational.js";
import { swappedAlternatives } from "./swapped-alternatives.js";

/** Two alike agents and what becomes of each alternative when they change places. */
export interface Swap {
  readonly first: number;
  readonly second: number;
  readonly image: Int32Array;
}

/** Pairs of the same group or, where the model states no groups, pairs with the same type labels, messages and outside options. */
export function alikePairs<N>(mechanism: Mechanism<N>): Swap[] {
  const { environment } = mechanism;
  const F = environment.arithmetic;
  const agents = environment.agents.map((_, i) => i);
  const grouped = environment.groups.some(({ count }) => count > 1);
  const labels = (i: number) =>
    JSON.stringify([
      environment.agents[i].types.map(({ label }) => label),
      mechanism.messages[i],
      environment.agents[i].types.map((_, t) =>
        printRational(F.toRational(environment.outsideOptions[i][t])),
      ),
    ]);
  const groups = new Int32Array(agents.length);
  for (const [g, { first, count }] of environment.groups.entries()) groups.fill(g, first, first + count);
  const key = agents.map((i) => (grouped ? `${groups[i]}` : labels(i)));
  return agents.flatMap((first) =>
    agents
      .filter((second) => second > first && key[second] === key[first])
      .map((second) => ({ first, second, image: swappedAlternatives(environment, first, second) })),
  );
}
