import type { Perspective } from "../model/perspective.js";

/** Whether (t, c) has positive probability under the designer's prior, or under the agent's own belief where there is none. */
export function inSupport<N>(view: Perspective<N>, type: number, cell: number): boolean {
  const F = view.environment.arithmetic;
  const density = view.prior ?? view.weight;
  if (density === undefined) return true;
  for (let state = 0; state < view.stateCount; state++)
    if (F.compare(density(type, cell, state), F.zero) > 0) return true;
  return false;
}

/** The note on types whose value against some profile nobody has a belief about. */
export function unknownProfiles(missing: number): string[] {
  if (missing === 0) return [];
  return [
    `${missing} combinations of agent and profile were left out: they have probability 0 and no belief about the state is given there.`,
  ];
}
