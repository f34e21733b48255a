import { typeCounts } from "../model/environment.js";
import type { Mechanism } from "../model/mechanism.js";
import { blocksOf, type Perspective, usesCounts } from "../model/perspective.js";

/**
 * The inverse of a perspective's cells: which cell the others of `agent` form in a profile of types. `agent` may be any
 * member of the population that the perspective speaks for.
 */
export function cellIndex<N>(
  mechanism: Mechanism<N>,
  view: Perspective<N>,
): (profile: ArrayLike<number>, agent: number) => number {
  const { environment } = mechanism;
  const sizes = typeCounts(environment);
  const byGroup = usesCounts(mechanism);
  if (!byGroup) return (profile, agent) => othersIndex(sizes, profile, agent);
  const key = (profile: ArrayLike<number>, agent: number) =>
    blocksOf(environment, sizes, byGroup, agent)
      .map(({ agents }) =>
        agents
          .map((i) => profile[i])
          .sort((s, t) => s - t)
          .join(),
      )
      .join(";");
  const cells = new Map<string, number>();
  const scratch = new Int32Array(environment.agents.length);
  for (let cell = 0; cell < view.cells.size; cell++) {
    view.cells.write(cell, scratch);
    cells.set(key(scratch, view.agent), cell);
  }
  return (profile, agent) => cells.get(key(profile, agent))!;
}

/** The row-major position of a profile without one agent's entry. */
function othersIndex(sizes: readonly number[], profile: ArrayLike<number>, agent: number): number {
  let index = 0;
  for (let j = 0; j < sizes.length; j++) if (j !== agent) index = index * sizes[j] + profile[j];
  return index;
}
