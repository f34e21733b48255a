import { cdfBelow, type Distribution, survival } from "../distribution.js";

/** A place between two types: everything above it is the part `survival` of all types. An atom lies between two knots at one point. */
export interface Knot {
  readonly at: number;
  /** Pr(θ lies above the knot). */
  readonly survival: number;
}

/** Whether one knot lies below another. */
export function isBefore(a: Knot, b: Knot): boolean {
  return a.at < b.at || (a.at === b.at && a.survival > b.survival);
}

/** What lies between two neighbouring knots. */
export type CellKind = "smooth" | "gap" | "atom";

export interface TypeCells {
  /** Increasing; one more than cells. */
  readonly knots: readonly Knot[];
  readonly kinds: readonly CellKind[];
}

/** Of an unbounded support, cells stop where this much probability is left. */
const TAIL = 1e-10;

/**
 * The support cut into cells: some `count` smooth ones, half of equal probability and half of equal width, cut at the breakpoints too;
 * gaps and atoms are cells of their own. An unbounded support is cut at its 1 − 1e-10 quantile.
 */
export function typeCells(distribution: Distribution, count: number, marks: readonly number[]): TypeCells {
  const knots: Knot[] = [];
  const kinds: CellKind[] = [];
  const add = (at: number, above: number, kind: CellKind) => {
    if (knots.length > 0) kinds.push(kind);
    knots.push({ at, survival: above });
  };
  for (const part of parts(distribution)) {
    const last = knots[knots.length - 1];
    const before = fromUp(distribution, part.from);
    if (last === undefined || last.at < part.from) add(part.from, last?.survival ?? before, "gap");
    if (part.mass > 0)
      add(part.from, last === undefined ? before - part.mass : last.survival - part.mass, "atom");
    else for (const at of cuts(distribution, part, count, marks)) add(at, fromUp(distribution, at), "smooth");
  }
  return { knots, kinds };
}

/** Pr(θ ≥ x), to the relative precision of the survival function. */
function fromUp(distribution: Distribution, x: number): number {
  return survival(distribution, x) + (distribution.atoms.find(({ at }) => at === x)?.mass ?? 0);
}

interface Part {
  readonly from: number;
  readonly to: number;
  /** 0 for a piece with a density. */
  readonly mass: number;
}

/** Pieces and atoms from left to right; an atom at the start of a piece comes first, at its end last. */
function parts(distribution: Distribution): Part[] {
  const pieces = distribution.pieces.map(([from, to]) => ({ from, to, mass: 0 }));
  const atoms = distribution.atoms.map(({ at, mass }) => ({ from: at, to: at, mass }));
  return [...pieces, ...atoms].sort((a, b) => a.from - b.from || a.to - b.to);
}

/** Points inside and at the upper end of a piece. */
function cuts(
  distribution: Distribution,
  { from, to }: Part,
  count: number,
  marks: readonly number[],
): number[] {
  const [low, high] = [distribution.cdf(from), to === Infinity ? 1 - TAIL : cdfBelow(distribution, to)];
  const end = to === Infinity ? distribution.quantile(high) : to;
  // Few types may be most of the profit: a piece of its own has cells enough to see its shape.
  const least = Math.max(8, Math.min(40, Math.ceil(count / distribution.pieces.length / 4)));
  const number = Math.max(least, Math.ceil((count / 2) * (high - low)));
  const given = [...marks, ...distribution.breakpoints].filter((x) => x > from && x < end);
  const points = [...given];
  for (let k = 1; k < number; k++) {
    points.push(from + ((end - from) * k) / number);
    points.push(distribution.quantile(low + ((high - low) * k) / number));
  }
  const kept: number[] = [];
  const smallest = 1e-9 * (end - from);
  const near = (x: number, y: number) => Math.abs(x - y) <= smallest;
  for (const x of points.filter((at) => at > from && at < end).sort((a, b) => a - b)) {
    const last = kept[kept.length - 1] ?? from;
    if (
      given.includes(x) ? x > last : !near(x, last) && !near(x, end) && !given.some((mark) => near(x, mark))
    )
      kept.push(x);
  }
  return [...kept, end];
}
