import { fail } from "../../numeric/candor-error.js";
import type { Distribution } from "../distribution.js";
import { sortedValues } from "./empirical.js";
import { requirePositive } from "./parameters.js";
import { fromSegments } from "./segments.js";

/** Heights of the density that are taken on every half-width of the kernel. */
const POINTS_PER_BANDWIDTH = 4;
/** A bandwidth narrower than this share of the range is refused: it would show nothing but the values. */
const NARROWEST = 1 / 500;

/**
 * The kernel estimate of the density of observed values: the mean of Epanechnikov kernels 3/(4h)·(1 − ((x − v)/h)²) of half-width h =
 * `bandwidth`, folded back at the smallest and the largest value, so that the support is [smallest, largest] and nothing is lost there. It is
 * taken at points at most h/4 apart, joined by straight lines, and scaled by less than 2 % to integrate to 1; that moves the cdf by 0.01 for a
 * few values, less for many. There are no atoms. Default bandwidth: 2·min(standard deviation, interquartile range/1.34)·n^(−1/5), Silverman's
 * rule for this kernel. O(n log n + 8n).
 * @throws CandorError `bad-parameter` for fewer than two different values, one that is not finite, or a bandwidth that is not above 0 or below
 * 1/500 of the range.
 * Source: Silverman, Density Estimation for Statistics and Data Analysis (1986), 3.4.2 and 2.10.
 */
export function smoothed(values: readonly number[], bandwidth?: number): Distribution {
  const sorted = sortedValues(values);
  const [low, high] = [sorted[0], sorted[sorted.length - 1]];
  if (low === high)
    fail("bad-parameter", "values", "All observed values are the same; there is no density to estimate.", {
      received: String(low),
    });
  if (bandwidth !== undefined) requirePositive("bandwidth", bandwidth);
  const width = Math.min(bandwidth ?? silverman(sorted), high - low);
  if (width < NARROWEST * (high - low))
    fail(
      "bad-parameter",
      "bandwidth",
      `A bandwidth of ${width} is too narrow for values from ${low} to ${high}; take at least ${NARROWEST * (high - low)}.`,
      { received: String(width) },
    );
  const cells = Math.ceil((POINTS_PER_BANDWIDTH * (high - low)) / width);
  const heights = foldedKernels(sorted, width, cells);
  return fromHeights(
    `${sorted.length} observed values, smoothed over ±${Number(width.toPrecision(4))}`,
    low,
    high,
    heights,
  );
}

/** 2·min(deviation, interquartile range/1.34)·n^(−1/5); the deviation alone where half of the values are the same. */
function silverman(sorted: Float64Array): number {
  const n = sorted.length;
  const mean = sorted.reduce((sum, value) => sum + value / n, 0);
  const deviation = Math.sqrt(sorted.reduce((sum, value) => sum + (value - mean) ** 2 / (n - 1), 0));
  const at = (share: number) => {
    const place = share * (n - 1);
    const before = Math.floor(place);
    return sorted[before] + (place - before) * (sorted[Math.min(before + 1, n - 1)] - sorted[before]);
  };
  const quartiles = (at(0.75) - at(0.25)) / 1.34;
  return 2 * (quartiles > 0 ? Math.min(deviation, quartiles) : deviation) * n ** -0.2;
}

/** The sum of the kernels at cells + 1 equally distant points, up to a factor; what leaves the range is mirrored at its ends. */
function foldedKernels(sorted: Float64Array, width: number, cells: number): Float64Array {
  const low = sorted[0];
  const step = (sorted[sorted.length - 1] - low) / cells;
  const heights = new Float64Array(cells + 1);
  for (const value of sorted) {
    const centre = (value - low) / step;
    const reach = width / step;
    for (let k = Math.ceil(centre - reach); k <= centre + reach; k++) {
      const mirrored = k < 0 ? -k : k > cells ? 2 * cells - k : k;
      // An end is its own mirror image.
      const times = k === 0 || k === cells ? 2 : 1;
      heights[mirrored] += times * (1 - ((k - centre) / reach) ** 2);
    }
  }
  return heights;
}

function fromHeights(name: string, low: number, high: number, heights: Float64Array): Distribution {
  const cells = heights.length - 1;
  const at = (k: number) => (k === cells ? high : low + ((high - low) * k) / cells);
  const segments = Array.from({ length: cells }, (_, k) => ({
    from: at(k),
    to: at(k + 1),
    start: heights[k],
    end: heights[k + 1],
  })).filter(({ start, end }) => start + end > 0);
  const area = segments.reduce((sum, { from, to, start, end }) => sum + ((to - from) * (start + end)) / 2, 0);
  return fromSegments(
    name,
    segments.map((segment) => ({ ...segment, start: segment.start / area, end: segment.end / area })),
  );
}
