import type { Environment } from "../model/environment.js";
import { fail } from "../numeric/candor-error.js";
import { compare, type Rational, ZERO } from "../numeric/rational.js";
import type { Design, DesignOptions } from "./design.js";
import { designMechanism } from "./design-mechanism.js";
import {
  between,
  crossingInside,
  type EpsilonInterval,
  exactLine,
  type FrontierPoint,
  linesOf,
  pointOf,
  widthOf,
} from "./epsilon-interval.js";
import { type EpsilonLine, type SolvedDesign, tangentOf } from "./epsilon-line.js";
import { type EpsilonStart, smallestFeasibleEpsilon } from "./epsilon-start.js";
import type { DesignQuestion } from "./question.js";

/** V on [from, to], or from `from` on for ever where `to` is absent: it is `line` there. */
export interface FrontierSegment {
  readonly from: FrontierPoint;
  readonly to?: FrontierPoint;
  readonly line: EpsilonLine;
}

/** A stretch where V is only known to lie between the chord of its ends (or `from.design.lower`) and the lower of the lines. */
export interface FrontierGap {
  readonly from: FrontierPoint;
  readonly to?: FrontierPoint;
  readonly lines: readonly EpsilonLine[];
  /** The largest distance between the two bounds; absent where there is no upper one. */
  readonly width?: Rational;
}

/** V(ε) from the smallest feasible ε on. */
export interface EpsilonFrontier {
  /** `exact`: there are no gaps. */
  readonly kind: "exact" | "bracket";
  /** The ends of segments and gaps, by ε; each is a design with its certificate. */
  readonly points: readonly FrontierPoint[];
  readonly segments: readonly FrontierSegment[];
  readonly gaps: readonly FrontierGap[];
  /** V without incentive constraints, which is max_ε V(ε); absent where it is unbounded or not proved. */
  readonly limit?: Rational;
  /** The smallest ε with V(ε) = limit; absent where that lies in a gap or beyond `to`. */
  readonly flatFrom?: Rational;
  /** Designs computed. */
  readonly solves: number;
}

export type FrontierAnswer = EpsilonFrontier | Exclude<EpsilonStart, { kind: "solved" }>;

export interface FrontierOptions extends DesignOptions {
  /** The largest ε of interest, ≥ 0. Default: without end. */
  readonly to?: Rational;
  /** Designs after which the rest is a bracket. Default 60. */
  readonly solveLimit?: number;
}

type Ask = (changes: Partial<DesignQuestion>) => Promise<Design>;

/**
 * V(ε), the value of the best mechanism when lies may gain up to ε, as a piecewise linear function in exact fractions.
 *
 * The constraints are linear in (mechanism, ε) together and ε relaxes them, so V is concave, nondecreasing and piecewise linear.
 * Multipliers that are optimal at ε' are dual feasible at every ε, so V(ε) ≤ V(ε') + s·(ε − ε') with s the sum of those on
 * constraints whose bound is ε; mixing the mechanisms of two points gives the chord between them. Two neighbouring lines are cut:
 * if V reaches their crossing, V is the one up to it and the other from it on; otherwise the crossing brings a new line. Every line
 * belongs to another vertex of the dual polyhedron, so this ends, after about two designs a segment. To the right the first
 * line is the value without incentive constraints, which V reaches at last: a mechanism that attains it has some largest gain.
 *
 * @param question its own `epsilon` is left out of account.
 * @returns the frontier; or that no ε makes the constraints feasible, that V is unbounded (then at every feasible ε, for dual
 * feasibility does not depend on ε), or that the pivots allowed did not reach a first mechanism.
 * Errors: those of {@link designMechanism}; `deterministic-design` (V is not concave then); `invalid-epsilon` for a negative `to`;
 * `missing-option` where no bound on V is proved for large ε and there is no `to`.
 * Source: Eisner and Severance (1976), Mathematical techniques for efficient record segmentation in large shared databases.
 */
export async function epsilonFrontier(
  environment: Environment<Rational>,
  question: DesignQuestion,
  { to, solveLimit = 60, ...options }: FrontierOptions = {},
): Promise<FrontierAnswer> {
  if (question.deterministic)
    fail(
      "deterministic-design",
      "deterministic",
      "The frontier is that of mechanisms with lotteries; leave it out.",
    );
  if (to !== undefined && to.n < 0n) fail("invalid-epsilon", "to", "Give an ε of at least 0.");
  let solves = 0;
  const ask: Ask = (changes) => {
    solves++;
    return designMechanism(environment, { ...question, ...changes }, options);
  };
  const start = await smallestFeasibleEpsilon((epsilon) => ask({ epsilon }));
  if (start.kind !== "solved") return start;
  const ceiling = await ask({ incentives: [], epsilon: ZERO });
  const first = pointOf(start.epsilon, start.design);
  const whole = await wholeInterval(first, to, ceiling, ask);
  const intervals = whole === undefined ? [] : await refined(whole, ask, () => solves < solveLimit);
  const limit = ceiling.kind === "optimal" ? ceiling.lower : undefined;
  const flatFrom = limit && reaches(limit, first, intervals);
  return {
    ...reported(first, intervals),
    ...(limit === undefined ? {} : { limit }),
    ...(flatFrom === undefined ? {} : { flatFrom }),
    solves,
  };
}

const hasMechanism = (design: Design): design is SolvedDesign =>
  design.kind === "optimal" || design.kind === "bracket";

/** From the first point to `to`, or for ever below the ceiling; `undefined` for a single point. */
async function wholeInterval(
  first: FrontierPoint,
  to: Rational | undefined,
  ceiling: Design,
  ask: Ask,
): Promise<EpsilonInterval | undefined> {
  if (to === undefined) {
    const right = hasMechanism(ceiling) ? tangentOf(ceiling) : undefined;
    if (right !== undefined) return { from: first, right };
    return fail(
      "missing-option",
      "to",
      "No bound on the value is proved for large ε. Say up to which ε to go.",
    );
  }
  if (compare(to, first.epsilon) <= 0) return undefined;
  const design = await ask({ epsilon: to });
  if (hasMechanism(design)) return between(first, pointOf(to, design));
  return fail("not-decided", "to", "The pivots allowed did not reach a mechanism at this ε; allow more.");
}

/** Cuts the widest interval where its bounds cross until every interval is exact or cannot be cut. */
async function refined(whole: EpsilonInterval, ask: Ask, mayAsk: () => boolean): Promise<EpsilonInterval[]> {
  const open = [whole];
  const done: EpsilonInterval[] = [];
  while (open.length > 0) {
    const interval = takeWidest(open);
    const epsilon = exactLine(interval) === undefined ? crossingInside(interval) : undefined;
    const design = epsilon !== undefined && mayAsk() ? await ask({ epsilon }) : undefined;
    if (design === undefined || !hasMechanism(design)) done.push(interval);
    else {
      const middle = pointOf(epsilon!, design);
      open.push(between(interval.from, middle), { ...interval, from: middle });
    }
  }
  return done.sort((a, b) => compare(a.from.epsilon, b.from.epsilon));
}

function takeWidest(open: EpsilonInterval[]): EpsilonInterval {
  const widths = open.map((interval) => widthOf(interval) ?? ZERO);
  const widest = widths.reduce((best, width, k) => (compare(width, widths[best]) > 0 ? k : best), 0);
  return open.splice(widest, 1)[0];
}

/** Exact intervals on one line become one segment; V is continuous, so equal slopes of neighbours are one line. */
function reported(first: FrontierPoint, intervals: readonly EpsilonInterval[]) {
  const segments: FrontierSegment[] = [];
  const gaps: FrontierGap[] = [];
  for (const interval of intervals) {
    const { from, to } = interval;
    const line = exactLine(interval);
    const before = segments.at(-1);
    const width = widthOf(interval);
    if (line === undefined)
      gaps.push({
        from,
        ...(to === undefined ? {} : { to }),
        lines: linesOf(interval),
        ...(width === undefined ? {} : { width }),
      });
    else if (before?.to === from && compare(before.line.slope, line.slope) === 0)
      segments.splice(-1, 1, { from: before.from, ...(to === undefined ? {} : { to }), line: before.line });
    else segments.push({ from, ...(to === undefined ? {} : { to }), line });
  }
  const ends = [...segments, ...gaps].flatMap(({ from, to }) => (to === undefined ? [from] : [from, to]));
  const points = [...new Set([first, ...ends])].sort((a, b) => compare(a.epsilon, b.epsilon));
  return { kind: gaps.length === 0 ? ("exact" as const) : ("bracket" as const), points, segments, gaps };
}

/** The first ε with V = limit, where V is known just before it. */
function reaches(
  limit: Rational,
  first: FrontierPoint,
  intervals: readonly EpsilonInterval[],
): Rational | undefined {
  const there = ({ design }: FrontierPoint) => compare(design.lower, limit) === 0;
  if (there(first)) return first.epsilon;
  const arriving = intervals.find(({ to }) => to !== undefined && there(to));
  return arriving && exactLine(arriving) && arriving.to!.epsilon;
}
