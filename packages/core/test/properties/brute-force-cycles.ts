import type { Mechanism } from "../../src/model/mechanism.js";
import { largest } from "./brute-force-basics.js";

/** All simple cycles of two or more among the nodes, each once. */
function* simpleCycles(nodes: readonly number[]): Generator<number[]> {
  function* extend(path: number[]): Generator<number[]> {
    if (path.length > 1) yield path;
    for (const node of nodes) if (node > path[0] && !path.includes(node)) yield* extend([...path, node]);
  }
  for (const first of nodes) yield* extend([first]);
}

/** The largest mean of arc(s, t) over the cycles of the given lengths; an arc that is not known has no cycle. */
export function cycleMean<N>(
  m: Mechanism<N>,
  nodes: readonly number[],
  arc: (s: number, t: number) => N,
  longest = 9,
) {
  const F = m.environment.arithmetic;
  return largest(
    m,
    [...simpleCycles(nodes)]
      .filter((cycle) => cycle.length <= longest)
      .map((cycle) => {
        const total = cycle.map((s, k) => arc(s, cycle[(k + 1) % cycle.length])).reduce(F.add);
        return F.divide(total, F.from({ n: BigInt(cycle.length), d: 1n }));
      }),
  );
}
