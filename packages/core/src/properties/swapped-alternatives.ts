import type { Alternative, Environment } from "../model/environment.js";

/**
 * For each alternative, the one in which agents i and j have changed places: all personal fields swapped, everything else the
 * same. Without personal fields that is the alternative itself; −1 where the model lists no such alternative.
 */
export function swappedAlternatives<N>(environment: Environment<N>, i: number, j: number): Int32Array {
  const { alternatives } = environment;
  return Int32Array.from(alternatives, (alternative, a) => {
    if (isSwapOf(environment, alternative, alternative, i, j)) return a;
    return alternatives.findIndex((other) => isSwapOf(environment, alternative, other, i, j));
  });
}

function isSwapOf<N>(
  environment: Environment<N>,
  one: Alternative<N>,
  other: Alternative<N>,
  i: number,
  j: number,
): boolean {
  const same = (x: N | string | undefined, y: N | string | undefined) => sameEntry(environment, x, y);
  const place = (k: number) => (k === i ? j : k === j ? i : k);
  if (one.personal.size === 0 || other.personal.size !== one.personal.size) return one === other;
  const personal = [...one.personal].every(([name, entries]) =>
    entries.every((entry, k) => same(entry, other.personal.get(name)?.[place(k)])),
  );
  const shared = [...one.fields].every(([name, entry]) => same(entry, other.fields.get(name)));
  return personal && shared && same(one.number, other.number);
}

function sameEntry<N>(environment: Environment<N>, x: N | string | undefined, y: N | string | undefined) {
  if (x === undefined || y === undefined || typeof x === "string" || typeof y === "string") return x === y;
  return environment.arithmetic.compare(x, y) === 0;
}
