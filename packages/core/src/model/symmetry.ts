import type { Environment } from "./environment.js";

/** Whether no alternative tells alike agents apart: personal fields are the same throughout each group. */
export function isImpersonal<N>(environment: Environment<N>): boolean {
  return environment.alternatives.every(({ personal }) =>
    [...personal.values()].every((entries) =>
      equalInsideGroups(environment, (i, j) => sameEntry(environment, entries[i], entries[j])),
    ),
  );
}

/** Whether `same` holds between the first agent of each group and every other member. */
export function equalInsideGroups<N>(
  environment: Environment<N>,
  same: (first: number, other: number) => boolean,
): boolean {
  return environment.groups.every(({ first, count }) =>
    Array.from({ length: count - 1 }, (_, k) => first + 1 + k).every((other) => same(first, other)),
  );
}

function sameEntry<N>(environment: Environment<N>, a: N | string, b: N | string): boolean {
  if (typeof a === "string" || typeof b === "string") return a === b;
  return environment.arithmetic.compare(a, b) === 0;
}
