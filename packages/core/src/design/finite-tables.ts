import { type Environment, typeCounts } from "../model/environment.js";
import { possibleAt } from "../model/perspective.js";
import { writeProfile } from "../model/profiles.js";
import { fail } from "../numeric/candor-error.js";
import { printRational, type Rational, ZERO } from "../numeric/rational.js";
import { swappedAlternatives } from "../properties/swapped-alternatives.js";

/** The whole environment as exact tables over profiles k (row-major, last agent fastest), states s and alternatives a. */
export interface FiniteTables {
  readonly title: string;
  readonly agents: readonly { readonly name: string; readonly types: readonly string[] }[];
  readonly alternatives: readonly string[];
  readonly states: readonly string[];
  readonly sizes: readonly number[];
  readonly profiles: number;
  readonly money: boolean;
  /** v_i at [agent][k][s][a]. */
  readonly values: readonly (readonly (readonly (readonly Rational[])[])[])[];
  /** v_D at [k][s][a], where the designer's value counts towards welfare. */
  readonly designer?: readonly (readonly (readonly Rational[])[])[];
  /** o_i at [agent][type]. */
  readonly outside: readonly (readonly Rational[])[];
  /** Relative weights of (t, θ) in agent i's belief at [agent][k][s]. */
  readonly beliefs?: readonly (readonly (readonly Rational[])[])[];
  /** Whether a type has positive probability, at [agent][type]. */
  readonly occurs?: readonly (readonly boolean[])[];
  /** f(t, θ) at [k][s]. */
  readonly prior?: readonly (readonly Rational[])[];
  /** Whether θ is possible at t, at [k][s]. */
  readonly possible: readonly (readonly boolean[])[];
  /** Whether a(k) may be chosen at all, at [k][a]; absent where everything may. */
  readonly allowed?: readonly (readonly boolean[])[];
  /** Neighbours among agents with the same types and outside options, with what becomes of each alternative when they swap. */
  readonly swaps: readonly Swap[];
  /** Whether types are independent of each other and of the state. */
  readonly independent: boolean;
}

/** Two alike agents change places: alternative a becomes image[a]. */
export interface Swap {
  readonly agents: readonly [number, number];
  readonly image: readonly number[];
}

/** Profiles × agents × states × alternatives up to which tables are laid out. */
const LARGEST = 500_000;

/**
 * Lays an environment out profile by profile; groups of alike agents become single agents.
 * Errors: `too-large` beyond 500,000 values. Cost: one evaluation per value.
 */
export function finiteTables(environment: Environment<Rational>): FiniteTables {
  const sizes = typeCounts(environment);
  const profiles = sizes.reduce((product, size) => product * size, 1);
  const { agents, alternatives, states, beliefs } = environment;
  const entries = profiles * agents.length * states.length * alternatives.length;
  if (entries > LARGEST)
    fail(
      "too-large",
      "agents",
      `The model has ${entries} values profile by profile; designs are computed up to ${LARGEST}. Use fewer or coarser types.`,
    );
  const profile = new Int32Array(sizes.length);
  const overProfiles = <T>(at: (types: Int32Array) => T): T[] =>
    Array.from({ length: profiles }, (_, k) => {
      writeProfile(sizes, k, profile);
      return at(profile);
    });
  const cells = <T>(at: (types: Int32Array, state: number) => T): T[][] =>
    overProfiles((types) => states.map((_, s) => at(types, s)));
  const valueTable = (values: (typeof environment.values)[number]) =>
    cells((types, s) => alternatives.map((_, a) => values.at(a, types, s)));
  const { designer } = environment;
  const prior = beliefs?.prior;
  return {
    title: environment.title,
    agents: agents.map(({ name, types }) => ({ name, types: types.map(({ label }) => label) })),
    alternatives: alternatives.map(({ name }) => name),
    states: states.map(({ name }) => name),
    sizes,
    profiles,
    money: environment.money,
    values: environment.values.map(valueTable),
    ...(designer?.counts ? { designer: valueTable(designer.value) } : {}),
    outside: agents.map(({ types }, i) => types.map((_, t) => environment.outsideOptions[i][t] ?? ZERO)),
    ...(beliefs === undefined
      ? {}
      : {
          beliefs: agents.map((_, i) => cells((types, s) => beliefs.weight(i, types, s))),
          occurs: agents.map(({ types }, i) => types.map((_, t) => beliefs.mass(i, t).n > 0n)),
        }),
    ...(prior === undefined ? {} : { prior: cells((types, s) => prior(types, s)) }),
    possible: cells((types, s) => possibleAt(environment, types, s)),
    ...(environment.correspondence === undefined ? {} : { allowed: allowedTable(environment, overProfiles) }),
    swaps: swapsOf(environment),
    independent: beliefs?.independent ?? false,
  };
}

/** The alternatives of the correspondence: allowed in every state possible at the profile or, where none is, in every state. */
function allowedTable(
  environment: Environment<Rational>,
  overProfiles: <T>(at: (types: Int32Array) => T) => T[],
): boolean[][] {
  const { alternatives, states, agents, correspondence } = environment;
  return overProfiles((types) => {
    const all = states.map((_, s) => s);
    const open = all.filter((s) => possibleAt(environment, types, s));
    const possible = open.length > 0 ? open : all;
    const allowed = alternatives.map((_, a) => possible.every((s) => correspondence!(a, types, s)));
    if (!allowed.includes(true)) {
      const profile = agents.map(({ name, types: own }, i) => `${name} = ${own[types[i]].label}`).join(", ");
      fail(
        "empty-correspondence",
        "correspondence",
        `Nothing may be chosen when ${profile}. Allow at least one alternative at every profile of types.`,
      );
    }
    return allowed;
  });
}

/** Neighbours within each class of agents whose types, outside options and place among the alternatives are alike. */
function swapsOf(environment: Environment<Rational>): Swap[] {
  const { agents, outsideOptions } = environment;
  const alike = (i: number) =>
    JSON.stringify(
      agents[i].types.map(({ label }, t) => [label, printRational(outsideOptions[i][t] ?? ZERO)]),
    );
  const last = new Map<string, number>();
  return agents.flatMap((_, j) => {
    const i = last.get(alike(j));
    last.set(alike(j), j);
    if (i === undefined) return [];
    const image = [...swappedAlternatives(environment, i, j)];
    return image.includes(-1) ? [] : [{ agents: [i, j] as const, image }];
  });
}

/** Position arithmetic over the row-major profiles of the tables. */
export function profileSteps(sizes: readonly number[]) {
  const strides = sizes.map((_, i) => sizes.slice(i + 1).reduce((product, size) => product * size, 1));
  const typeOf = (k: number, agent: number) => Math.floor(k / strides[agent]) % sizes[agent];
  return {
    typeOf,
    /** The profile with the agent's type replaced. */
    replace: (k: number, agent: number, type: number) => k + (type - typeOf(k, agent)) * strides[agent],
    /** The profile with the types of two agents exchanged. */
    exchange: (k: number, [i, j]: readonly [number, number]) =>
      k + (typeOf(k, j) - typeOf(k, i)) * (strides[i] - strides[j]),
  };
}
