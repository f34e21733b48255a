/** A function replaced by interpolants on panels. */
export interface Tabulated {
  at(x: number): number;
  /** The largest difference from the function seen at points that were not interpolated. */
  readonly error: number;
}

const NODES = 24;
const DEPTH = 12;
/** Panels beyond those between breakpoints. */
const MOST_PANELS = 160;

/** First-kind Chebyshev points of [−1, 1], inside, so that jumps may lie at the ends of panels; and their barycentric weights. */
const POINTS = Float64Array.from(
  { length: NODES },
  (_, k) => -Math.cos(((2 * k + 1) * Math.PI) / (2 * NODES)),
);
const WEIGHTS = Float64Array.from(
  { length: NODES },
  (_, k) => (k % 2 === 0 ? 1 : -1) * Math.sin(((2 * k + 1) * Math.PI) / (2 * NODES)),
);

interface Interpolant {
  readonly from: number;
  readonly to: number;
  readonly values: Float64Array;
}

interface Panel extends Interpolant {
  readonly depth: number;
  /** The largest difference from f seen on it. */
  readonly seen: number;
}

/**
 * Chebyshev interpolation of f between breakpoints, on panels halved, the worst first, until three points between nodes agree to
 * `tolerance`, at most twelve times and into 160 more panels. At the ends of the table and at breakpoints f itself is taken, for it may jump there.
 */
export function tabulated(
  f: (x: number) => number,
  low: number,
  high: number,
  { breakpoints = [], tolerance = 2e-12 }: { breakpoints?: readonly number[]; tolerance?: number } = {},
): Tabulated {
  const cuts = [low, ...breakpoints.filter((x) => x > low && x < high), high];
  const ends = [...new Set(cuts)].sort((a, b) => a - b);
  const panel = (from: number, to: number, depth: number): Panel => {
    const values = POINTS.map((t) => f(from + ((to - from) * (t + 1)) / 2));
    const seen = Math.max(
      ...[0.031, 0.5, 0.943].map((share) => {
        const x = from + share * (to - from);
        return Math.abs(interpolate({ from, to, values }, x) - f(x));
      }),
    );
    return { from, to, values, depth, seen };
  };
  const panels = ends.slice(1).map((end, k) => panel(ends[k], end, 0));
  for (let more = 0; more < MOST_PANELS; more++) {
    let worst = -1;
    panels.forEach(({ seen, depth }, k) => {
      if (seen > tolerance && depth < DEPTH && (worst < 0 || seen > panels[worst].seen)) worst = k;
    });
    if (worst < 0) break;
    const { from, to, depth } = panels[worst];
    const middle = (from + to) / 2;
    panels.splice(worst, 1, panel(from, middle, depth + 1), panel(middle, to, depth + 1));
  }
  const error = panels.reduce((most, { seen }) => Math.max(most, seen), 0);
  const exact = new Set(ends);
  return { at: (x) => (exact.has(x) ? f(x) : interpolate(panelOf(panels, x), x)), error };
}

function panelOf(panels: readonly Panel[], x: number): Panel {
  let [low, high] = [0, panels.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x <= panels[middle].to) high = middle;
    else low = middle + 1;
  }
  return panels[low];
}

function interpolate({ from, to, values }: Interpolant, x: number): number {
  const t = (2 * (x - from)) / (to - from) - 1;
  let [above, below] = [0, 0];
  for (let k = 0; k < NODES; k++) {
    const distance = t - POINTS[k];
    if (distance === 0) return values[k];
    const weight = WEIGHTS[k] / distance;
    above += weight * values[k];
    below += weight;
  }
  return above / below;
}
