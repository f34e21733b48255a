import { fail } from "../../numeric/candor-error.js";
import type { Distribution } from "../distribution.js";
import { requireInterval } from "./parameters.js";
import { fromSegments } from "./segments.js";

/**
 * Density rising in a straight line from `low` to `peak` and falling to `high`.
 * @throws CandorError `bad-interval` unless low < high; `bad-parameter` unless low ≤ peak ≤ high.
 */
export function triangular(low: number, peak: number, high: number): Distribution {
  requireInterval(low, high);
  if (!(low <= peak && peak <= high))
    fail("bad-parameter", "peak", "The peak must lie in the interval.", { received: String(peak) });
  const top = 2 / (high - low);
  const segments = [
    { from: low, to: peak, start: 0, end: top },
    { from: peak, to: high, start: top, end: 0 },
  ].filter(({ from, to }) => from < to);
  return fromSegments(`triangular on [${low}, ${high}] with peak ${peak}`, segments);
}
