import type { Distribution } from "../distribution.js";
import { requireInterval } from "./parameters.js";

/**
 * Uniform on [low, high].
 * @throws CandorError `bad-interval` unless low < high, both finite.
 */
export function uniform(low: number, high: number): Distribution {
  requireInterval(low, high);
  const width = high - low;
  const share = (x: number) => (x <= low ? 0 : x >= high ? 1 : (x - low) / width);
  return {
    name: `uniform on [${low}, ${high}]`,
    support: [low, high],
    pieces: [[low, high]],
    atoms: [],
    breakpoints: [low, high],
    cdf: share,
    survival: (x) => (x <= low ? 1 : x >= high ? 0 : (high - x) / width),
    density: (x) => (x < low || x > high ? 0 : 1 / width),
    quantile: (p) => (p >= 1 ? high : low + p * width),
    mean: low + width / 2,
  };
}
