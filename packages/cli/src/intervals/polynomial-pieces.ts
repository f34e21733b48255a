import type { Distribution } from "@candor/core/intervals";
import { texCases, texNumber, texPolynomial } from "./tex.js";

/** Highest power looked for. */
const DEGREE = 3;
/** Where a polynomial through a few values is held against further ones, as shares of the stretch. */
const CHECKS = [0.003, 0.071, 0.19, 0.31, 0.43, 0.5, 0.57, 0.69, 0.83, 0.94, 0.997];
/** Largest difference from the function, relative to its size. */
const TOLERANCE = 1e-11;
const SHOWN_TOLERANCE = 1e-8;
/** More pieces than this are no formula that anybody would read. */
const MOST_PIECES = 6;

/**
 * The coefficients, the constant first, of the polynomial of degree 3 or less that a function is on a stretch, to ten significant digits;
 * missing where eleven values tell it from each.
 */
export function polynomialOn(f: (x: number) => number, from: number, to: number): number[] | undefined {
  const at = (share: number) => from + share * (to - from);
  const checks = CHECKS.map((share) => ({ x: at(share), y: f(at(share)) }));
  if (!(to > from) || checks.some(({ y }) => !Number.isFinite(y))) return undefined;
  const size = Math.max(...checks.map(({ y }) => Math.abs(y)));
  for (let degree = 0; degree <= DEGREE; degree++) {
    const nodes = Array.from({ length: degree + 1 }, (_, k) => at((k + 0.5) / (degree + 1)));
    const exact = interpolating(nodes, nodes.map(f));
    const shown = rounded(exact, Math.max(Math.abs(from), Math.abs(to)), size);
    const near = (coefficients: readonly number[], tolerance: number) =>
      checks.every(({ x, y }) => Math.abs(valueAt(coefficients, x) - y) <= tolerance * size);
    // Ten digits of each coefficient must not cancel to much less.
    if (near(exact, TOLERANCE)) return near(shown, SHOWN_TOLERANCE) ? shown : undefined;
  }
  return undefined;
}

/** Through all points, by Newton's divided differences. */
function interpolating(xs: readonly number[], ys: readonly number[]): number[] {
  const differences = [...ys];
  for (let order = 1; order < xs.length; order++)
    for (let k = xs.length - 1; k >= order; k--)
      differences[k] = (differences[k] - differences[k - 1]) / (xs[k] - xs[k - order]);
  let polynomial = [differences[xs.length - 1]];
  for (let k = xs.length - 2; k >= 0; k--) {
    const shifted = [0, ...polynomial];
    polynomial = shifted.map((c, power) => c - (polynomial[power] ?? 0) * xs[k]);
    polynomial[0] += differences[k];
  }
  return polynomial;
}

/** Ten digits; nothing for coefficients that matter nowhere. */
function rounded(coefficients: readonly number[], reach: number, size: number): number[] {
  return coefficients.map((c, power) =>
    Math.abs(c) * reach ** power <= 1e-12 * size ? 0 : Number(c.toPrecision(10)),
  );
}

function valueAt(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, c) => sum * x + c, 0);
}

/** Between breakpoints, where there is a density; an end may be infinite. */
export function stretchesOf({ pieces, breakpoints }: Distribution): [from: number, to: number][] {
  return pieces.flatMap(([from, to]) => {
    const knots = [from, ...breakpoints.filter((at) => at > from && at < to), to];
    return knots.slice(1).map((knot, k): [number, number] => [knots[k], knot]);
  });
}

/**
 * A function that is a polynomial on each stretch, as LaTeX; missing where one is not, or where there are too many. Neighbours with one
 * polynomial share a line. `within` is where an unbounded stretch is looked at.
 */
export function piecewiseTex(
  f: (x: number) => number,
  stretches: readonly (readonly [from: number, to: number])[],
  variable: string,
  within: readonly [low: number, high: number],
): string | undefined {
  const lines: { tex: string; from: number; to: number }[] = [];
  for (const [from, to] of stretches) {
    const [low, high] = within;
    const found = polynomialOn(f, Number.isFinite(from) ? from : low, Number.isFinite(to) ? to : high);
    if (found === undefined) return undefined;
    const tex = texPolynomial(found, variable);
    const last = lines.at(-1);
    if (last?.tex === tex && last.to === from) last.to = to;
    else lines.push({ tex, from, to });
  }
  if (lines.length === 0 || lines.length > MOST_PIECES) return undefined;
  if (lines.length === 1) return lines[0].tex;
  return texCases(
    lines.map(({ tex, from, to }, k) => {
      const above = Number.isFinite(from) ? `${texNumber(from)} \\le ` : "";
      const below = Number.isFinite(to) ? ` ${k === lines.length - 1 ? "\\le" : "<"} ${texNumber(to)}` : "";
      return [tex, `${above}${variable}${below}`];
    }),
  );
}
