import type { Table } from "../numeric/arithmetic.js";
import { alikeAgentsPlayAlike, playedOutcome } from "./composition.js";
import { type Environment, profileCount, typeCounts } from "./environment.js";
import type { Mechanism, Strategy } from "./mechanism.js";
import { type Block, type CellSpace, cellSpace, multisetCount, rowMajorIndex } from "./profiles.js";
import { remember } from "./remember.js";
import { type OutcomeTable, outcomeTable, requireTableFits, tabulate } from "./tabulation.js";

/** Where an agent's outcomes stand in a table: row = offset[cell] + message · stride. */
export interface Plays<N> {
  readonly table: OutcomeTable<N>;
  readonly payment: Table<N>;
  readonly offset: Float64Array;
  readonly stride: number;
}

/**
 * The world as one agent sees it: its own types and messages against cells of the others. A cell is a profile of the others
 * or, for a population of alike agents under an anonymous mechanism, a profile up to permutation. Every incentive and
 * participation property quantifies over (type, cell, state, message) of such a perspective and over nothing else.
 */
export interface Perspective<N> {
  readonly environment: Environment<N>;
  readonly agent: number;
  /** How many alike agents it speaks for. */
  readonly speaksFor: number;
  readonly typeCount: number;
  readonly stateCount: number;
  readonly messageCount: number;
  /** Cells of the others' true types. */
  readonly cells: CellSpace;
  /** Cells of the others' messages. */
  readonly messageCells: CellSpace;
  readonly strategy: Strategy<N>;
  /** Outcomes by own message against the others' types when they play their strategies. */
  readonly equilibrium: Plays<N>;
  /** Outcomes by own message against any messages of the others. */
  readonly any: Plays<N>;
  /** v(a, t, c, θ). */
  value(alternative: number, type: number, cell: number, state: number): N;
  readonly valueDependsOnCell: boolean;
  readonly valueDependsOnState: boolean;
  /** v(·) by own type, laid out once, when it depends on nothing else. */
  readonly privateValues?: readonly Table<N>[];
  /** Relative weight of (c, θ) for type t; absent without beliefs. */
  readonly weight?: (type: number, cell: number, state: number) => N;
  /** f(t, c, θ) of the designer; absent when there is no prior. */
  readonly prior?: (type: number, cell: number, state: number) => N;
  /** Whether θ is possible at (t, c). */
  possible(type: number, cell: number, state: number): boolean;
  /** Writes the full profile of true types into `target`. */
  writeTypes(type: number, cell: number, target: Int32Array): void;
}

/** One block per agent, or one per group of alike agents when counts suffice; `without` is left out. */
export function blocksOf<N>(
  environment: Environment<N>,
  sizes: readonly number[],
  byGroup: boolean,
  without = -1,
): Block[] {
  const groups = byGroup ? environment.groups : environment.agents.map((_, i) => ({ first: i, count: 1 }));
  return groups.map(({ first, count }) => ({
    agents: Array.from({ length: count }, (_, k) => first + k).filter((i) => i !== without),
    options: sizes[first],
  }));
}

/** How many cells the blocks make, without listing them. */
export function cellCount(blocks: readonly Block[]): number {
  return blocks.reduce((product, { agents, options }) => product * multisetCount(agents.length, options), 1);
}

/** Whether the mechanism may be looked at through type counts: it has real groups and treats their members alike. */
export function usesCounts<N>(mechanism: Mechanism<N>): boolean {
  return (
    mechanism.anonymous &&
    mechanism.environment.groups.some((group) => group.count > 1) &&
    mechanism.environment.beliefs?.kind !== "joint" &&
    mechanism.environment.beliefs?.kind !== "personal" &&
    playsAlike(mechanism)
  );
}

const plays = new WeakMap<object, unknown>();

function playsAlike<N>(mechanism: Mechanism<N>): boolean {
  return mechanism.direct || remember(plays, mechanism, () => alikeAgentsPlayAlike(mechanism));
}

const known = new WeakMap<object, unknown>();

/** The perspectives that have to be looked at: one per agent, or one per group when counts suffice; computed once. */
export function perspectives<N>(mechanism: Mechanism<N>): readonly Perspective<N>[] {
  return remember(known, mechanism, () => perspectivesAfresh(mechanism));
}

function perspectivesAfresh<N>(mechanism: Mechanism<N>): Perspective<N>[] {
  const { environment } = mechanism;
  const byGroup = usesCounts(mechanism);
  const shared = byGroup ? undefined : tabulate(mechanism);
  const agents = byGroup
    ? environment.groups.map((group) => group.first)
    : environment.agents.map((_, i) => i);
  return agents.map((agent) => perspective(mechanism, agent, byGroup, shared));
}

function perspective<N>(
  mechanism: Mechanism<N>,
  agent: number,
  byGroup: boolean,
  shared: OutcomeTable<N> | undefined,
): Perspective<N> {
  const { environment } = mechanism;
  const types = typeCounts(environment);
  const messages = mechanism.messages.map((list) => list.length);
  const typeBlocks = blocksOf(environment, types, byGroup, agent);
  const messageBlocks = blocksOf(environment, messages, byGroup, agent);
  requireTableFits(cellCount(typeBlocks) * types[agent], `The view of ${environment.agents[agent].name}`);
  requireTableFits(
    cellCount(messageBlocks) * messages[agent],
    `The view of ${environment.agents[agent].name}`,
  );
  const cells = cellSpace(typeBlocks);
  const messageCells = mechanism.direct ? cells : cellSpace(messageBlocks);
  const any =
    shared === undefined
      ? ownPlays(environment, agent, messages[agent], messageCells, (profile) => mechanism.outcome(profile))
      : sharedPlays(shared, agent, messages, messageCells);
  const scratch = new Int32Array(types.length);
  const equilibrium = mechanism.direct
    ? any
    : ownPlays(environment, agent, messages[agent], cells, (profile) => {
        scratch.set(profile);
        return playedOutcome(mechanism, profile, scratch, agent);
      });
  return {
    environment,
    agent,
    speaksFor: byGroup ? environment.groups.find((group) => group.first === agent)!.count : 1,
    typeCount: types[agent],
    stateCount: environment.states.length,
    messageCount: messages[agent],
    cells,
    messageCells,
    strategy: mechanism.strategies[agent],
    equilibrium,
    any,
    ...worldOf(environment, agent, types, cells),
  };
}

/** Values, beliefs and possible states as functions of (type, cell, state). */
function worldOf<N>(environment: Environment<N>, agent: number, types: readonly number[], cells: CellSpace) {
  const profile = new Int32Array(types.length);
  const writeTypes = (type: number, cell: number, target: Int32Array) => {
    cells.write(cell, target);
    target[agent] = type;
  };
  const at = (type: number, cell: number) => {
    writeTypes(type, cell, profile);
    return profile;
  };
  const { prior, weight } = densities(environment, agent, types, cells, at);
  const values = environment.values[agent];
  const value = (a: number, type: number, cell: number, state: number) =>
    values.at(a, values.dependsOnOthers ? at(type, cell) : at(type, 0), state);
  const vector = (type: number) => {
    const table = environment.arithmetic.table(environment.alternatives.length);
    for (let a = 0; a < table.length; a++) table[a] = value(a, type, 0, 0);
    return table;
  };
  const isPrivate = !values.dependsOnOthers && !values.dependsOnState;
  return {
    writeTypes,
    value,
    ...(isPrivate ? { privateValues: Array.from({ length: types[agent] }, (_, type) => vector(type)) } : {}),
    valueDependsOnCell: values.dependsOnOthers,
    valueDependsOnState: values.dependsOnState,
    ...(weight === undefined ? {} : { weight }),
    ...(prior === undefined ? {} : { prior }),
    possible: (type: number, cell: number, state: number) => possibleAt(environment, at(type, cell), state),
  };
}

/** θ is possible at t if declared so; otherwise if somebody gives (t, θ) positive probability, or there is one state only. */
export function possibleAt<N>(environment: Environment<N>, types: ArrayLike<number>, state: number): boolean {
  if (environment.possible) return environment.possible(types, state);
  const { beliefs, arithmetic: F } = environment;
  if (environment.states.length === 1 || beliefs === undefined) return true;
  if (beliefs.prior && F.compare(beliefs.prior(types, state), F.zero) > 0) return true;
  return environment.agents.some((_, i) => F.compare(beliefs.weight(i, types, state), F.zero) > 0);
}

type Density<N> = (type: number, cell: number, state: number) => N;

/**
 * The agent's belief and the designer's prior over (type, cell, state). Under independence the belief does not depend on the
 * own type and is laid out once over the cells; otherwise it is read from the model's beliefs when asked for.
 */
function densities<N>(
  { arithmetic: F, beliefs, states }: Environment<N>,
  agent: number,
  types: readonly number[],
  cells: CellSpace,
  at: (type: number, cell: number) => Int32Array,
): { weight?: Density<N>; prior?: Density<N> } {
  if (beliefs === undefined) return {};
  const orders = F.table(types.length);
  const ordersOf = (representative: ArrayLike<number>) => {
    if (!cells.counts) return undefined;
    cells.writeOrders(F, representative, orders);
    return orders;
  };
  const read = (density: (profile: ArrayLike<number>, state: number, orders?: Table<N>) => N): Density<N> => {
    return (type, cell, state) => {
      const profile = at(type, cell);
      return density(profile, state, ordersOf(profile));
    };
  };
  if (!beliefs.independent)
    return {
      weight: read((profile, state, counted) => beliefs.weight(agent, profile, state, counted)),
      ...(beliefs.prior === undefined ? {} : { prior: read(beliefs.prior) }),
    };
  const table = F.table(cells.size * states.length);
  const others = read((profile, state, counted) => beliefs.weight(agent, profile, state, counted));
  for (let c = 0, k = 0; c < cells.size; c++)
    for (let s = 0; s < states.length; s++) table[k++] = others(0, c, s);
  const weight: Density<N> = (_, cell, state) => table[cell * states.length + state];
  const probability = beliefs.typeProbability!;
  return {
    weight,
    prior: (type, cell, state) => F.multiply(probability(agent, type), weight(type, cell, state)),
  };
}

function sharedPlays<N>(
  table: OutcomeTable<N>,
  agent: number,
  messages: readonly number[],
  cells: CellSpace,
): Plays<N> {
  const profile = new Int32Array(messages.length);
  const offset = Float64Array.from({ length: cells.size }, (_, c) => {
    cells.write(c, profile);
    profile[agent] = 0;
    return rowMajorIndex(messages, profile);
  });
  return { table, payment: table.payments[agent], offset, stride: profileCount(messages.slice(agent + 1)) };
}

function ownPlays<N>(
  environment: Environment<N>,
  agent: number,
  messages: number,
  cells: CellSpace,
  outcomeAt: (profile: Int32Array) => { lottery: number | Table<N>; payments: Table<N> },
): Plays<N> {
  const profile = new Int32Array(environment.agents.length);
  const table = outcomeTable(environment, cells.size * messages, 1, (k) => {
    cells.write(Math.floor(k / messages), profile);
    profile[agent] = k % messages;
    const { lottery, payments } = outcomeAt(profile);
    return { lottery, payments: [payments[agent]] };
  });
  const offset = Float64Array.from({ length: cells.size }, (_, c) => c * messages);
  return { table, payment: table.payments[0], offset, stride: 1 };
}
