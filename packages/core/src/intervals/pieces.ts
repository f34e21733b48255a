import type { Distribution } from "./distribution.js";

/** The breakpoints of several distributions together, increasing, each once. */
export function unionOfBreakpoints(parts: readonly Distribution[]): number[] {
  return [...new Set(parts.flatMap(({ breakpoints }) => breakpoints))].sort((a, b) => a - b);
}

/**
 * The intervals on which at least one distribution has a density, clipped to [low, high] and cut where an atom would lie inside.
 * O(k log k) in the number k of pieces and cuts.
 */
export function unionOfPieces(
  parts: readonly Distribution[],
  cuts: readonly number[],
  [low, high]: readonly [number, number] = [-Infinity, Infinity],
): [number, number][] {
  const all = parts
    .flatMap(({ pieces }) => pieces)
    .map(([from, to]): [number, number] => [Math.max(from, low), Math.min(to, high)])
    .filter(([from, to]) => from < to)
    .sort((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  for (const [from, to] of all) {
    const last = merged[merged.length - 1];
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged.flatMap((piece) => cutAt(piece, cuts));
}

function cutAt([from, to]: [number, number], cuts: readonly number[]): [number, number][] {
  const points = [from, ...cuts.filter((x) => x > from && x < to), to];
  return points.slice(1).map((end, k) => [points[k], end]);
}
