import type { Distribution } from "../distribution.js";
import { meanShare } from "./interim-totals.js";
import { type SumSurvival, sumSurvival, type Windowed, windowMass } from "./sum-survival.js";
import { tabulated } from "./tabulated.js";
import { type VirtualScale, virtualScale } from "./virtual-scale.js";

/** How likely the public good is as one contributor sees it, when it is provided iff Σ_i φ̄_α(θ_i) ≥ cost. */
export interface ProvisionView {
  readonly scale: VirtualScale;
  /** Pr(z + Σ_{j≠i} φ̄_α(θ_j) ≥ cost). */
  share(z: number): number;
  /** Virtual values where the share has a kink or jumps; none where there are too many to matter. */
  readonly levels: readonly number[];
  /** Bound on the error of a share, besides that of the integrals taken of it. */
  readonly error: number;
}

/** Sums of stretch ends followed up to this many. */
const MOST_LEVELS = 64;

/** Others whose sum is tabulated; of more a Fourier series converges fast. */
const MOST_TABULATED = 5;

/**
 * One view a contributor; contributors with the same distribution object share theirs.
 * With one other the share is its distribution; with up to five, integrals over one after the other, tabulated; with more a Fourier
 * series ({@link sumSurvival}).
 * Virtual values so low that the good is never provided, or so high that it always is, are set aside before the series.
 * @param options.extended shares are also asked for at z below what the contributor can have.
 */
export function provisionViews(
  distributions: readonly Distribution[],
  cost: number,
  weight: number,
  { extended = false }: { readonly extended?: boolean } = {},
): ProvisionView[] {
  const scales = new Map<Distribution, VirtualScale>();
  for (const distribution of distributions)
    if (!scales.has(distribution)) scales.set(distribution, virtualScale(distribution, weight));
  const windowed = windows(
    distributions.map((distribution) => scales.get(distribution)!),
    cost,
    extended,
  );
  const views = new Map<Distribution, ProvisionView>();
  return distributions.map((distribution, i) => {
    const known = views.get(distribution);
    if (known !== undefined) return known;
    const others = windowed.filter((_, j) => j !== i);
    const view = viewOf(windowed[i], others, cost);
    views.set(distribution, view);
    return view;
  });
}

function viewOf({ scale }: Windowed, others: readonly Windowed[], cost: number): ProvisionView {
  const levels = sums(others).map((sum) => cost - sum);
  if (others.length === 1)
    return { scale, levels, error: 2 ** -50, share: (z) => others[0].scale.atLeast(cost - z) };
  const low = others.reduce((sum, { window }) => sum + window[0], 0);
  const sum = others.length <= MOST_TABULATED ? tabulatedSum(others) : sumSurvival(others);
  // Nobody below its window; then all inside their windows, or someone above its own, which settles it.
  const possible = others.reduce(
    (product, { scale: other, window }) => product * other.atLeast(window[0]),
    1,
  );
  const inside = others.reduce((product, other) => product * windowMass(other), 1);
  return {
    scale,
    levels,
    error: sum.error,
    share: (z) => (cost - z <= low ? possible : possible - inside + sum.atLeast(cost - z)),
  };
}

/** Pr(Σ φ̄ ≥ z, all in their windows), adding one summand after the other to a table. */
function tabulatedSum(summands: readonly Windowed[]): Pick<SumSurvival, "atLeast" | "error"> {
  const [first, ...rest] = summands;
  let law = {
    atLeast: (z: number) =>
      first.scale.atLeast(Math.max(z, first.window[0])) - first.scale.moreThan(first.window[1]),
    error: 2 ** -50,
  };
  let [low, high] = first.window;
  let inside = windowMass(first);
  let marks = ends(first);
  for (const next of rest) {
    const [before, known] = [law, marks];
    const [from, to] = next.window;
    const [bottom, top, mass] = [low, high, inside];
    const share = (z: number) => {
      const given = (own: number) => {
        if (own < from || own > to || z - own > top) return 0;
        return z - own <= bottom ? mass : before.atLeast(z - own);
      };
      const levels = [...known.map((mark) => z - mark), z - bottom, z - top, from, to];
      return meanShare(next.scale, given, levels).value;
    };
    [low, high] = [low + from, high + to];
    marks = combined(known, ends(next));
    const table = tabulated(share, low, high, { breakpoints: marks });
    inside *= windowMass(next);
    law = { atLeast: table.at, error: before.error + table.error };
  }
  return { atLeast: (z) => (z > high ? 0 : z <= low ? inside : law.atLeast(z)), error: law.error };
}

/** Each one's virtual values that leave the outcome open whatever the others' are. */
function windows(scales: readonly VirtualScale[], cost: number, extended: boolean): Windowed[] {
  const highs = scales.map(highest);
  const total = highs.reduce((sum, high) => sum + high, 0);
  const lows = scales.map((scale, i) => Math.max(lowest(scale), cost - (total - highs[i])));
  const least = lows.reduce((sum, low) => sum + low, 0);
  return scales.map((scale, i) => {
    const high = extended ? highs[i] : Math.min(highs[i], cost - (least - lows[i]));
    return { scale, window: [Math.min(lows[i], high), high] as const };
  });
}

/** The top virtual value; of an unbounded distribution the one that is exceeded with probability 2⁻⁵². */
function highest({ stretches, distribution, virtual }: VirtualScale): number {
  const top = stretches[stretches.length - 1].range[1];
  return Number.isFinite(top) ? top : virtual(distribution.quantile(1 - 2 ** -52));
}

function lowest({ stretches, distribution, virtual }: VirtualScale): number {
  const bottom = stretches[0].range[0];
  return Number.isFinite(bottom) || Number.isFinite(distribution.support[0])
    ? bottom
    : virtual(distribution.quantile(2 ** -52));
}

/** Where the law of φ̄ inside its window is not smooth. */
function ends({ scale: { stretches }, window: [low, high] }: Windowed): number[] {
  const inside = stretches.flatMap(({ range }) => range).filter((z) => z > low && z < high);
  return [...new Set([low, ...inside, high])];
}

/** All sums of one mark each, those equal to rounding once; none where they are too many. */
function combined(marks: readonly number[], more: readonly number[]): number[] {
  const all = marks.flatMap((mark) => more.map((other) => mark + other)).sort((a, b) => a - b);
  const apart = all.filter((sum, k) => k === 0 || sum - all[k - 1] > 1e-13 * (1 + Math.abs(sum)));
  return apart.length > MOST_LEVELS ? [] : apart;
}

function sums(others: readonly Windowed[]): number[] {
  return others.map(ends).reduce(combined);
}
