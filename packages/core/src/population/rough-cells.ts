import type { PopulationStudy } from "./incentives.js";
import { windowCells } from "./widening.js";

/** About how many vectors of counts ε* at a size looks at: to decide what is quick, not to prove anything. */
export function roughCells({ signals, pairs }: PopulationStudy, players: number): number {
  return pairs.length * windowCells(signals.signals, players);
}
