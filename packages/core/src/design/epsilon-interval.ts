import { add, compare, divide, multiply, type Rational, subtract, ZERO } from "../numeric/rational.js";
import { crossing, type EpsilonLine, heightAt, type SolvedDesign, tangentOf } from "./epsilon-line.js";

/** V(ε) at one ε: at least `design.lower`, at most `design.upper`. */
export interface FrontierPoint {
  readonly epsilon: Rational;
  readonly design: SolvedDesign;
  /** Bounds V at every ε; absent where no multipliers were found. */
  readonly tangent?: EpsilonLine;
}

/** The stretch between two points, or from a point on for ever where `to` is absent. */
export interface EpsilonInterval {
  readonly from: FrontierPoint;
  readonly to?: FrontierPoint;
  /** What bounds V from the right: the tangent at `to`, or the value without incentive constraints. */
  readonly right?: EpsilonLine;
}

export function pointOf(epsilon: Rational, design: SolvedDesign): FrontierPoint {
  const tangent = tangentOf(design);
  return { epsilon, design, ...(tangent === undefined ? {} : { tangent }) };
}

export function between(from: FrontierPoint, to: FrontierPoint): EpsilonInterval {
  return { from, to, ...(to.tangent === undefined ? {} : { right: to.tangent }) };
}

/** The bounds from above that are known. */
export function linesOf({ from, right }: EpsilonInterval): EpsilonLine[] {
  return [from.tangent, right].filter((line) => line !== undefined);
}

/** V on the whole interval: a line above V that meets the mechanisms at both ends; their mixtures are the chord, so it is V. */
export function exactLine(interval: EpsilonInterval): EpsilonLine | undefined {
  const { from, to } = interval;
  const meets = (line: EpsilonLine, { epsilon, design }: FrontierPoint) =>
    compare(heightAt(line, epsilon), design.lower) === 0;
  return linesOf(interval).find(
    (line) => meets(line, from) && (to === undefined ? line.slope.n === 0n : meets(line, to)),
  );
}

/** Where the two bounds cross strictly inside the interval. */
export function crossingInside({ from, to, right }: EpsilonInterval): Rational | undefined {
  if (from.tangent === undefined || right === undefined) return undefined;
  const epsilon = crossing(from.tangent, right);
  if (epsilon === undefined || compare(epsilon, from.epsilon) <= 0) return undefined;
  return to === undefined || compare(epsilon, to.epsilon) < 0 ? epsilon : undefined;
}

/** The largest distance between the bounds from above and the chord, at an end or a crossing; `undefined` without an upper bound. */
export function widthOf(interval: EpsilonInterval): Rational | undefined {
  const lines = linesOf(interval);
  const { from, to } = interval;
  if (lines.length === 0 || (to === undefined && interval.right === undefined)) return undefined;
  const inside = crossingInside(interval);
  const places = [from.epsilon, ...(inside === undefined ? [] : [inside]), ...(to ? [to.epsilon] : [])];
  return places
    .map((epsilon) => subtract(lowest(lines, epsilon), chordAt(interval, epsilon)))
    .reduce((widest, width) => (compare(width, widest) > 0 ? width : widest), ZERO);
}

function lowest(lines: readonly EpsilonLine[], epsilon: Rational): Rational {
  return lines
    .map((line) => heightAt(line, epsilon))
    .reduce((least, height) => (compare(height, least) < 0 ? height : least));
}

function chordAt({ from, to }: EpsilonInterval, epsilon: Rational): Rational {
  if (to === undefined) return from.design.lower;
  const share = divide(subtract(epsilon, from.epsilon), subtract(to.epsilon, from.epsilon));
  return add(from.design.lower, multiply(share, subtract(to.design.lower, from.design.lower)));
}
