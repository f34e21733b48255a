import type { Environment } from "../model/environment.js";
import type { Table } from "../numeric/arithmetic.js";
import type { Ties } from "./options.js";
import { readSingleObject } from "./single-object.js";

/** Whether no alternative tells alike agents apart: personal fields are the same throughout each group. */
export function isImpersonal<N>(environment: Environment<N>): boolean {
  return environment.alternatives.every(({ personal }) =>
    [...personal.values()].every((entries) =>
      equalInsideGroups(environment, (i, j) => sameEntry(environment, entries[i], entries[j])),
    ),
  );
}

/**
 * Whether an efficient rule treats alike agents alike: permuting their reports permutes what each of them gets, so that expectations
 * for one of them serve the others and the others' types may be passed by counts.
 *
 * This is more than a mechanism may claim as `anonymous`: properties that look at type counts also take one member's values of an
 * alternative for those of the whole group, so rules claim {@link isImpersonal} alone. True when alternatives are impersonal, whatever the ties; true for one object among agents whose worths agree inside groups
 * when ties are drawn by lot, since each agent's utility then depends on its own chance to win alone and that chance
 * depends on the multiset of the others' reports. Everything else is answered with false, which costs time and never truth.
 */
export function treatsAlikeAlike<N>(environment: Environment<N>, ties: Ties): boolean {
  return isImpersonal(environment) || (ties === "uniform" && isSymmetricObject(environment));
}

function isSymmetricObject<N>(environment: Environment<N>): boolean {
  const object = readSingleObject(environment);
  if (typeof object === "string") return false;
  const F = environment.arithmetic;
  const value = environment.designer?.value;
  if (environment.designer?.counts && (value!.dependsOnOthers || value!.dependsOnState)) return false;
  const designer = (i: number) =>
    environment.designer?.counts
      ? value!.at(object.winning[i], new Int32Array(environment.agents.length), 0)
      : F.zero;
  return equalInsideGroups(
    environment,
    (i, j) =>
      sameTable(environment, object.worth[i], object.worth[j]) &&
      sameTable(environment, object.losing[i], object.losing[j]) &&
      F.compare(designer(i), designer(j)) === 0,
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

/** The first agent of the group: the one that may stand for the agent when the rule treats alike agents alike. */
export function representative<N>(environment: Environment<N>, agent: number): number {
  const group = environment.groups.find(({ first, count }) => agent >= first && agent < first + count);
  return group?.first ?? agent;
}

function sameEntry<N>(environment: Environment<N>, a: N | string, b: N | string): boolean {
  if (typeof a === "string" || typeof b === "string") return a === b;
  return environment.arithmetic.compare(a, b) === 0;
}

function sameTable<N>(environment: Environment<N>, a: Table<N>, b: Table<N>): boolean {
  if (a.length !== b.length) return false;
  for (let k = 0; k < a.length; k++) if (environment.arithmetic.compare(a[k], b[k]) !== 0) return false;
  return true;
}
