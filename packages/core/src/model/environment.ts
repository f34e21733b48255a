import type { Arithmetic, Table } from "../numeric/arithmetic.js";
import type { Beliefs } from "./beliefs.js";

/** One type an agent can have: its name in the model file and, where the file gives them, its numbers. */
export interface AgentType<N> {
  readonly label: string;
  /** The number of a one-dimensional type. */
  readonly number?: N;
  /** Named numbers or labels of a type with several dimensions, e.g. a payoff type. */
  readonly fields: ReadonlyMap<string, N | string>;
}

export interface Agent<N> {
  readonly name: string;
  readonly types: readonly AgentType<N>[];
}

/** Consecutive agents that are alike: same types, values, beliefs and outside options. */
export interface Group {
  readonly name: string;
  readonly first: number;
  readonly count: number;
}

export interface Alternative<N> {
  readonly name: string;
  readonly number?: N;
  /** The same for everyone, e.g. `cost`. */
  readonly fields: ReadonlyMap<string, N | string>;
  /** One entry per agent, e.g. `gets` or `item`. */
  readonly personal: ReadonlyMap<string, readonly (N | string)[]>;
}

export interface State<N> {
  readonly name: string;
  readonly number?: N;
  readonly fields: ReadonlyMap<string, N | string>;
}

/**
 * v(a, t, θ) of one agent or of the designer, in money when there is money.
 * `at` may be called with any alternative, profile of types and state; where a dependence is false the argument is ignored.
 */
export interface Values<N> {
  readonly dependsOnOthers: boolean;
  readonly dependsOnState: boolean;
  /** Whether it treats alike agents differently, so that they must be looked at one by one. */
  readonly singlesOut?: boolean;
  at(alternative: number, types: ArrayLike<number>, state: number): N;
}

/**
 * The one model: agents, types, beliefs, alternatives, payoff states, values and outside options, all finite.
 * Agents, types, alternatives and states are numbered from 0 in the order of the file.
 */
export interface Environment<N> {
  readonly arithmetic: Arithmetic<N>;
  readonly title: string;
  readonly agents: readonly Agent<N>[];
  readonly groups: readonly Group[];
  /** At least one; a model without payoff states has a single one. */
  readonly states: readonly State<N>[];
  readonly alternatives: readonly Alternative<N>[];
  /** Without money every payment is 0 and values are utilities. */
  readonly money: boolean;
  readonly values: readonly Values<N>[];
  readonly designer?: { readonly value: Values<N>; readonly counts: boolean };
  /** o_i(t_i), indexed [agent][type]. */
  readonly outsideOptions: readonly Table<N>[];
  readonly beliefs?: Beliefs<N>;
  /** Whether θ is declared possible at t; absent when the beliefs decide. */
  readonly possible?: (types: ArrayLike<number>, state: number) => boolean;
  /** A social choice correspondence: whether a may be chosen at t when the state is θ; absent when everything may. */
  readonly correspondence?: (alternative: number, types: ArrayLike<number>, state: number) => boolean;
}

/** Whether each agent's value depends on nothing but the alternative and its own type. */
export function hasPrivateValues<N>(environment: Environment<N>): boolean {
  return environment.values.every((value) => !value.dependsOnOthers && !value.dependsOnState);
}

/** The number of profiles Π T_i, as a double so that it may exceed 2^53 without failing. */
export function profileCount(sizes: readonly number[]): number {
  return sizes.reduce((product, size) => product * size, 1);
}

export function typeCounts<N>(environment: Environment<N>): number[] {
  return environment.agents.map((agent) => agent.types.length);
}

/** The index of the group an agent belongs to. */
export function groupOf<N>(environment: Environment<N>, agent: number): number {
  return environment.groups.findIndex((group) => agent >= group.first && agent < group.first + group.count);
}
