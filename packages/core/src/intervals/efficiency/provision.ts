import type { Distribution } from "../distribution.js";
import { meanShare } from "./interim-totals.js";
import { type SumSurvival, sumSurvival, type Windowed, windowMass } from "./sum-survival.js";
import { tabulated } from "./tabulated.js";
import { type VirtualScale, virtualScale } from "./virtual-scale.js";

/**
 * How likely the public good is as one contributor sees it, when it is provided iff Σ_i φ̄_α(θ_i) > cost. Equality matters where values have
 * atoms only: nothing is gained there, and not to provide leaves smaller rents.
 */
export interface ProvisionView {
  readonly scale: VirtualScale;
  /** Pr(z + Σ_{j≠i} φ̄_α(θ_j) > cost). */
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
 */
export function provisionViews(
  distributions: readonly Distribution[],
  cost: number,
  weight: number,
): ProvisionView[] {
  const scales = new Map<Distribution, VirtualScale>();
  for (const distribution of distributions)
    if (!scales.has(distribution)) scales.set(distribution, virtualScale(distribution, weight));
  const windowed = windows(
    distributions.map((distribution) => scales.get(distribution)!),
    cost,
  );
  const views = new Map<Distribution, ProvisionView>();
  return distributions.map((distribution, i) => {
    const known = views.get(distribution);
    if (known !== undefined) return known;
    const others = windowed.filter((_, j) => j !== i);
    const view = strict(viewOf(windowed[i].scale, others, cost), distributions, cost);
    views.set(distribution, view);
    return view;
  });
}

/** What sums of atoms may be off by through rounding, in units of the cost and of the values. */
const TIE = 1e-12;

/** How far a sum has to exceed the cost: 0 where there are no atoms. */
export function tieSlack(distributions: readonly Distribution[], cost: number): number {
  const atoms = distributions.flatMap((distribution) => distribution.atoms);
  const size = atoms.reduce((most, { at }) => Math.max(most, Math.abs(at)), Math.abs(cost));
  return atoms.length === 0 ? 0 : TIE * size;
}

/** Steps of a share that are taken for ties: far above what a density does within the slack. */
const JUMP = 1e-10;

/** A share at ties without their probability: its limit from the left, by a straight line through two points before the jump. */
function strict(view: ProvisionView, distributions: readonly Distribution[], cost: number): ProvisionView {
  const slack = tieSlack(distributions, cost);
  if (slack === 0) return view;
  const share = (z: number) => {
    const [at, before] = [view.share(z), view.share(z - slack)];
    if (at - before <= JUMP) return at;
    const slope = before - view.share(z - 2 * slack);
    return slope <= JUMP ? before + slope : before;
  };
  return { ...view, share };
}

function viewOf(scale: VirtualScale, others: readonly Windowed[], cost: number): ProvisionView {
  const most = others.reduce((sum, other) => sum + highest(other.scale), 0);
  const levels = [...sums(others), ...typicalSums(others)].map((sum) => cost - sum);
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
    share: (z) =>
      z + most < cost ? 0 : cost - z <= low ? possible : possible - inside + sum.atLeast(cost - z),
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
  let summed = [first];
  for (const next of rest) {
    const [before, known] = [law, marks];
    const [from, to] = next.window;
    const [bottom, top, mass] = [low, high, inside];
    const typical = typicalSums(summed);
    const share = (z: number) => {
      const given = (own: number) => {
        if (own < from || own > to || z - own > top) return 0;
        return z - own <= bottom ? mass : before.atLeast(z - own);
      };
      const levels = [...[...known, ...typical].map((mark) => z - mark), z - bottom, z - top, from, to];
      return meanShare(next.scale, given, levels).value;
    };
    [low, high] = [low + from, high + to];
    marks = combined(known, ends(next));
    summed = [...summed, next];
    const table = tabulated(share, low, high, { breakpoints: [...marks, ...typicalSums(summed)] });
    inside *= windowMass(next);
    law = { atLeast: table.at, error: before.error + table.error };
  }
  return { atLeast: (z) => (z > high ? 0 : z <= low ? inside : law.atLeast(z)), error: law.error };
}

/**
 * Each one's virtual values that leave the outcome open whatever the others' are. Where someone has no lowest value shares are asked for below
 * every window, and nobody's value settles the outcome.
 */
function windows(scales: readonly VirtualScale[], cost: number): Windowed[] {
  const highs = scales.map(highest);
  const total = highs.reduce((sum, high) => sum + high, 0);
  const lows = scales.map((scale, i) => Math.max(lowest(scale), cost - (total - highs[i])));
  const least = lows.reduce((sum, low) => sum + low, 0);
  const bounded = scales.every(({ distribution }) => Number.isFinite(distribution.support[0]));
  return scales.map((scale, i) => {
    const high = !bounded ? highs[i] : Math.min(highs[i], cost - (least - lows[i]));
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

/** Probabilities that say where a sum is likely to be, and how far out its tails are. */
const TYPICAL = [1e-12, 1e-6, 0.01, 0.5, 0.99, 1 - 1e-6, 1 - 1e-12];

/** Sums of virtual values of equal rank: marks that show where the law of the sum changes, however wide its range. */
function typicalSums(summands: readonly Windowed[]): number[] {
  const at = (p: number) =>
    summands.reduce((sum, { scale, window: [low, high] }) => {
      const value = scale.virtual(scale.distribution.quantile(p));
      return sum + Math.min(Math.max(value, low), high);
    }, 0);
  return [...new Set(TYPICAL.map(at))];
}

function sums(others: readonly Windowed[]): number[] {
  return others.map(ends).reduce(combined);
}
