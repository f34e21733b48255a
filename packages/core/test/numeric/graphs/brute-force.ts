import { add, compare, divide, type Rational, rational } from "../../../src/numeric/rational.js";

/** Every simple path of a complete digraph from `source`, as node lists (the trivial one included). */
export function simplePathsFrom(nodes: number, source: number): number[][] {
  const paths: number[][] = [];
  const extend = (path: number[]) => {
    paths.push(path);
    for (let next = 0; next < nodes; next++) if (!path.includes(next)) extend([...path, next]);
  };
  extend([source]);
  return paths;
}

/** Every simple cycle of length ≥ 2, once, from its smallest node. */
export function simpleCycles(nodes: number): number[][] {
  const all = Array.from({ length: nodes }, (_, source) => simplePathsFrom(nodes, source)).flat();
  return all.filter((path) => path.length >= 2 && path[0] === Math.min(...path));
}

export function pathWeight(weights: readonly Rational[], nodes: number, path: readonly number[]): Rational {
  let total = rational(0);
  for (let k = 1; k < path.length; k++) total = add(total, weights[path[k - 1] * nodes + path[k]]);
  return total;
}

export function cycleMean(weights: readonly Rational[], nodes: number, cycle: readonly number[]): Rational {
  return divide(pathWeight(weights, nodes, [...cycle, cycle[0]]), rational(cycle.length));
}

export function maximum(values: readonly Rational[]): Rational {
  return values.reduce((a, b) => (compare(a, b) >= 0 ? a : b));
}

/** The least upper bound of all cycle means, by listing the cycles. */
export function bruteForceMaximumCycleMean(weights: readonly Rational[], nodes: number): Rational {
  return maximum(simpleCycles(nodes).map((cycle) => cycleMean(weights, nodes, cycle)));
}

/** max over simple paths source → t. */
export function bruteForceLongestPath(
  weights: readonly Rational[],
  nodes: number,
  source: number,
  target: number,
): Rational {
  const paths = simplePathsFrom(nodes, source).filter((path) => path.at(-1) === target);
  return maximum(paths.map((path) => pathWeight(weights, nodes, path)));
}
