import { findRoot } from "../../numeric/roots.js";
import { type Arc, type CurvePoint, isPoint, meets } from "./revenue-arcs.js";

/** A part of an arc that lies on the concave hull. */
export interface HullArc {
  readonly arc: Arc;
  readonly from: number;
  readonly to: number;
}

/** The straight part of the hull between two hull arcs; of length 0 where these meet. */
export interface Chord {
  readonly slope: number;
  readonly lower: CurvePoint;
  readonly upper: CurvePoint;
}

/** The concave hull of a curve: arcs[0], chords[0], arcs[1], … by increasing value. */
export interface ConcaveHull {
  readonly arcs: readonly HullArc[];
  readonly chords: readonly Chord[];
}

/**
 * The concave hull of a curve given by its concave arcs. Neighbours are joined by their common tangent; an arc below which the joints
 * would not be concave is dropped, as in the monotone chain for points. The slope λ of a tangent is the root of the difference of the
 * arcs' values of max R − λq, which is monotone in λ; both points where it touches follow from λ, ends of arcs included.
 * Cost: arcs × some 500 slopes.
 */
export function concaveHull(all: readonly Arc[]): ConcaveHull {
  const arcs: HullArc[] = [];
  const chords: Chord[] = [];
  for (const arc of all) {
    const next = { arc, from: arc.from, to: arc.to };
    for (;;) {
      const last = arcs[arcs.length - 1];
      if (last === undefined) {
        arcs.push(next);
        break;
      }
      const joint = join(last, next);
      const before = chords[chords.length - 1]?.slope ?? -Infinity;
      if (joint !== undefined && (joint.chord.slope >= before || arcs.length === 1)) {
        arcs[arcs.length - 1] = { ...last, to: joint.leaves };
        arcs.push({ ...next, from: joint.arrives });
        chords.push(joint.chord);
        break;
      }
      arcs.pop();
      chords.pop();
    }
  }
  return { arcs, chords };
}

interface Joint {
  readonly chord: Chord;
  readonly leaves: number;
  readonly arrives: number;
}

/** How the hull gets from `lower`, of which the start is fixed, to `upper`; nothing where `upper` lies above all of `lower`. */
function join(lower: HullArc, upper: HullArc): Joint | undefined {
  const [a, b] = [
    { ...lower, to: lower.arc.to },
    { ...upper, to: upper.arc.to },
  ];
  if (continues(a, b)) return jointAt(a.arc.slope(a.to), a, a.to, b, b.from);
  const gap = (slope: number) => support(b, slope).height - support(a, slope).height;
  const [low, high] = [a.arc.point(middle(a)), b.arc.point(middle(b))];
  const guess = (high.revenue - low.revenue) / (high.quantile - low.quantile);
  const bracket = bracketRoot(gap, Number.isFinite(guess) ? guess : 0);
  if (bracket === undefined) return undefined;
  const slope = findRoot(gap, ...bracket);
  return jointAt(slope, a, support(a, slope).at, b, support(b, slope).at);
}

function jointAt(slope: number, a: HullArc, leaves: number, b: HullArc, arrives: number): Joint {
  return { chord: { slope, lower: a.arc.point(leaves), upper: b.arc.point(arrives) }, leaves, arrives };
}

/** The arcs meet and the slope does not fall: nothing to bridge. */
function continues(a: HullArc, b: HullArc): boolean {
  if (isPoint(a.arc) || isPoint(b.arc) || !meets(a.arc, b.arc)) return false;
  const [before, after] = [a.arc.slope(a.to), b.arc.slope(b.from)];
  return after >= before - 1e-13 * (Math.abs(before) + Math.abs(b.arc.point(b.from).value));
}

function middle({ from, to }: HullArc): number {
  return from + (to - from) / 2;
}

/** Where R − slope·q is largest on the part of an arc, and how large. */
function support({ arc, from, to }: HullArc, slope: number): { at: number; height: number } {
  let at = to;
  if (from < to && arc.slope(to) > slope)
    at = arc.slope(from) >= slope ? from : findRoot((t) => arc.slope(t) - slope, from, to);
  const { revenue, quantile } = arc.point(at);
  return { at, height: revenue - slope * quantile };
}

/** Two points around the root of a nondecreasing function; nothing when it stays positive. */
function bracketRoot(f: (x: number) => number, guess: number): [number, number] | undefined {
  let [low, high] = [guess, guess];
  for (let step = 1e-3 * (1 + Math.abs(guess)); f(low) > 0; step *= 4) {
    if (step > 1e15 * (1 + Math.abs(guess))) return undefined;
    low -= step;
  }
  for (let step = 1e-3 * (1 + Math.abs(guess)); f(high) < 0 && step < 1e300; step *= 4) high += step;
  return [low, high];
}
