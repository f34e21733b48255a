/** Nodes of a function, increasing, and its values there. */
export interface ResolvedNodes {
  readonly nodes: readonly number[];
  readonly levels: readonly number[];
}

/** Panels narrower than this share of the interval are taken as they are. */
const NARROWEST = 1e-7;
const MOST_NODES = 4_000;

/**
 * Halves the panels between nodes until it is certain on each whether f rises or falls there: the three cubics through four neighbouring
 * nodes that cover it must have slopes of one sign on it, and agree on them to a quarter. A rise or fall hides only
 * where it is narrower than 1e-7 of the interval, below `noise`, or where five or more nodes in a row happen to be on a smooth curve without it.
 * Cost: nothing beyond the given nodes where these show f to be smooth, some 50 values of f at a turning point.
 */
export function resolvedNodes(
  f: (x: number) => number,
  given: readonly number[],
  noise: (x: number) => number,
): ResolvedNodes {
  let points = given.map((x) => ({ x, y: f(x), noise: noise(x) }));
  const narrowest = NARROWEST * (given[given.length - 1] - given[0]);
  let open = points.map(() => true);
  while (open.includes(true) && points.length < MOST_NODES) {
    const next: Point[] = [points[0]];
    const nextOpen: boolean[] = [];
    for (let k = 0; k + 1 < points.length; k++) {
      const [a, b] = [points[k], points[k + 1]];
      const middle = a.x + (b.x - a.x) / 2;
      const halved =
        open[k] && b.x - a.x > narrowest && a.x < middle && middle < b.x && !isCertain(points, k);
      if (halved) {
        next.push({ x: middle, y: f(middle), noise: noise(middle) });
        nextOpen.push(true);
      }
      next.push(b);
      nextOpen.push(halved);
    }
    points = next;
    open = nextOpen;
  }
  return { nodes: points.map(({ x }) => x), levels: points.map(({ y }) => y) };
}

interface Point {
  readonly x: number;
  readonly y: number;
  readonly noise: number;
}

/** Whether the direction of the function between points k and k + 1 can be told from their neighbours. */
function isCertain(points: readonly Point[], k: number): boolean {
  const last = points.length - 4;
  if (last < 0) return false;
  const starts = [k - 2, k - 1, k].map((start) => Math.min(Math.max(start, 0), last));
  // At an end the only cubic over the panel is held against its neighbour's continuation.
  if (starts[0] === starts[2]) starts.push(starts[0] === 0 ? Math.min(1, last) : last - 1);
  const around = points.slice(Math.min(...starts), Math.max(...starts) + 4);
  const ys = around.map(({ y }) => y);
  const rounding = 2 * Math.max(...around.map(({ noise }) => noise));
  if (Math.max(...ys) - Math.min(...ys) <= rounding) return true;
  const { x: from } = points[k];
  const { x: to } = points[k + 1];
  let sign = 0;
  for (const at of [from, (from + to) / 2, to]) {
    const slopes = starts.map((start) => cubicSlope(points, start, at));
    const [least, most] = [Math.min(...slopes), Math.max(...slopes)];
    if (sign === 0) sign = Math.sign(least);
    // Not a number beside an infinite level: not certain.
    if (!(sign * least > 0 && most - least <= Math.min(Math.abs(least), Math.abs(most)) / 4)) return false;
  }
  return true;
}

/** The slope at `at` of the cubic through points start, …, start + 3, by divided differences. */
function cubicSlope(points: readonly Point[], start: number, at: number): number {
  const [a, b, c, d] = [points[start], points[start + 1], points[start + 2], points[start + 3]];
  const [ab, bc, cd] = [slopeOf(a, b), slopeOf(b, c), slopeOf(c, d)];
  const [abc, bcd] = [(bc - ab) / (c.x - a.x), (cd - bc) / (d.x - b.x)];
  const third = (bcd - abc) / (d.x - a.x);
  const [u, v, w] = [at - a.x, at - b.x, at - c.x];
  return ab + abc * (u + v) + third * (u * v + u * w + v * w);
}

function slopeOf(a: Point, b: Point): number {
  return (b.y - a.y) / (b.x - a.x);
}
