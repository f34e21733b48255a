import type { Environment } from "../model/environment.js";
import { equalInsideGroups, isImpersonal } from "../model/symmetry.js";
import type { Table } from "../numeric/arithmetic.js";
import type { Ties } from "./options.js";
import { readSingleObject } from "./single-object.js";

/**
 * Whether a rule that looks at values alone treats alike agents alike: permuting their reports permutes what each of them gets and
 * pays, so that one may stand for all and the others' types may be passed by counts. True when alternatives are impersonal,
 * whatever the ties; true for one object among agents whose worths agree inside groups when ties are drawn by lot. Everything
 * else is answered with false, which costs time and never truth.
 */
export function treatsAlikeAlike<N>(environment: Environment<N>, ties: Ties): boolean {
  return isImpersonal(environment) || (ties === "uniform" && isSymmetricObject(environment));
}

/** Whether alike agents also expect alike: a joint table or personal beliefs may tell them apart. */
export function expectsAlike<N>({ beliefs }: Environment<N>): boolean {
  return beliefs === undefined || beliefs.kind === "independent" || beliefs.kind === "signals";
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

/** The first agent of the group: the one that may stand for the agent when the rule treats alike agents alike. */
export function representative<N>(environment: Environment<N>, agent: number): number {
  const group = environment.groups.find(({ first, count }) => agent >= first && agent < first + count);
  return group?.first ?? agent;
}

function sameTable<N>(environment: Environment<N>, a: Table<N>, b: Table<N>): boolean {
  if (a.length !== b.length) return false;
  for (let k = 0; k < a.length; k++) if (environment.arithmetic.compare(a[k], b[k]) !== 0) return false;
  return true;
}
