import type { PopulationStudy } from "./incentives.js";
import { countVectors } from "./widening.js";

/** About how many vectors of counts ε* at a size looks at: to decide what is quick, not to prove anything. */
export function roughCells({ signals, pairs }: PopulationStudy, players: number): number {
  const m = signals.signals;
  // A slab of some 100 counts across, 14 standard deviations wide in the other directions.
  const slab = 100 * (14 * Math.sqrt(players / m)) ** (m - 2);
  return pairs.length * Math.min(countVectors(players, m), slab);
}
