import type { Beliefs } from "../../src/model/beliefs.js";
import { independentBeliefs, jointBeliefs, personalBeliefs, signalBeliefs } from "../../src/model/beliefs.js";
import type { Environment, Values } from "../../src/model/environment.js";
import type { Mechanism } from "../../src/model/mechanism.js";
import { rowMajorIndex, writeProfile } from "../../src/model/profiles.js";
import type { Arithmetic, Table } from "../../src/numeric/arithmetic.js";
import { rational } from "../../src/numeric/rational.js";

/** Small whole numbers from a seed (Mulberry32): the same model in every arithmetic. */
export class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = seed | 0;
  }

  below(n: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % n;
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }
}

/** k/2 with k from −low to high. */
function half<N>(F: Arithmetic<N>, dice: Dice, low = 4, high = 8): N {
  return F.from(rational(dice.below(low + high + 1) - low, 2));
}

/** A distribution over n points, some of probability 0. */
export function distribution<N>(F: Arithmetic<N>, dice: Dice, n: number, zeros = 25): Table<N> {
  const weights: number[] = Array.from({ length: n }, (): number =>
    dice.chance(zeros) ? 0 : dice.below(3) + 1,
  );
  if (!weights.some((weight) => weight > 0)) weights[dice.below(n)] = 1;
  const total = weights.reduce((a, b) => a + b, 0);
  const table = F.table(n);
  for (let k = 0; k < n; k++) table[k] = F.from(rational(weights[k], total));
  return table;
}

export interface ModelShape {
  readonly agents?: number;
  readonly privateValues?: boolean;
  readonly beliefs?: Beliefs<unknown>["kind"] | "none";
  readonly money?: boolean;
}

export function randomEnvironment<N>(F: Arithmetic<N>, dice: Dice, shape: ModelShape = {}): Environment<N> {
  const count = shape.agents ?? 1 + dice.below(3);
  const sizes = Array.from({ length: count }, () => 1 + dice.below(3));
  const states = shape.privateValues || dice.chance(50) ? 1 : 2;
  const alternatives = 1 + dice.below(3);
  const personal = dice.chance(50);
  const values = (dependsOnOthers: boolean, dependsOnState: boolean): Values<N> => {
    const profiles = sizes.reduce((a, b) => a * b, 1);
    const table = Array.from({ length: alternatives * profiles * states }, () => half(F, dice));
    const own = (types: ArrayLike<number>) => (dependsOnOthers ? rowMajorIndex(sizes, types) : 0);
    return {
      dependsOnOthers,
      dependsOnState,
      at: (a, types, state) => table[(a * profiles + own(types)) * states + (dependsOnState ? state : 0)],
    };
  };
  const ownValues = (agent: number) => {
    const others = !shape.privateValues && dice.chance(40);
    const drawn = values(others, states > 1 && dice.chance(70));
    if (others) return drawn;
    const rows = Array.from({ length: alternatives * 3 * states }, () => half(F, dice));
    return {
      ...drawn,
      at: (a: number, types: ArrayLike<number>, state: number) =>
        rows[(a * 3 + types[agent]) * states + (drawn.dependsOnState ? state : 0)],
    };
  };
  const beliefs = randomBeliefs(F, dice, sizes, states, shape.beliefs);
  return {
    arithmetic: F,
    title: "random",
    agents: sizes.map((size, i) => ({
      name: `A${i}`,
      types: Array.from({ length: size }, (_, t) => ({
        label: `t${t}`,
        number: F.from(rational(dice.below(3))),
        fields: new Map(),
      })),
    })),
    groups: sizes.map((_, i) => ({ name: `A${i}`, first: i, count: 1 })),
    states: Array.from({ length: states }, (_, s) => ({ name: `s${s}`, fields: new Map() })),
    alternatives: Array.from({ length: alternatives }, (_, a) => ({
      name: `x${a}`,
      number: half(F, dice),
      fields: new Map(),
      personal: personal
        ? new Map([["gets", Array.from({ length: count }, () => F.from(rational(dice.below(2))))]])
        : new Map(),
    })),
    money: shape.money ?? dice.chance(75),
    values: sizes.map((_, i) => ownValues(i)),
    ...(dice.chance(40)
      ? { designer: { value: values(!shape.privateValues, false), counts: dice.chance(60) } }
      : {}),
    outsideOptions: sizes.map((size) => {
      const table = F.table(size);
      for (let t = 0; t < size; t++) table[t] = half(F, dice, 2, 2);
      return table;
    }),
    ...(beliefs === undefined ? {} : { beliefs }),
  };
}

function randomBeliefs<N>(
  F: Arithmetic<N>,
  dice: Dice,
  sizes: readonly number[],
  states: number,
  wanted: ModelShape["beliefs"],
): Beliefs<N> | undefined {
  const kinds = ["independent", "joint", "signals", "personal", "personal", "none"] as const;
  const kind = wanted ?? kinds[dice.below(kinds.length)];
  const profiles = sizes.reduce((a, b) => a * b, 1);
  if (kind === "independent")
    return independentBeliefs(
      F,
      sizes.map((size) => distribution(F, dice, size)),
      distribution(F, dice, states),
    );
  if (kind === "joint") return jointBeliefs(F, sizes, states, distribution(F, dice, profiles * states));
  if (kind === "signals") {
    const tables = sizes.map((size) => {
      const table = F.table(size * states);
      for (let s = 0; s < states; s++) {
        const row = distribution(F, dice, size);
        for (let t = 0; t < size; t++) table[s * size + t] = row[t];
      }
      return table;
    });
    return signalBeliefs(F, distribution(F, dice, states), tables);
  }
  if (kind === "none") return undefined;
  const designer = dice.chance(50) ? distribution(F, dice, profiles * states) : undefined;
  return personalBeliefs(
    F,
    sizes,
    states,
    sizes.map((_, i) => personalTable(F, dice, sizes, states, i)),
    designer,
  );
}

function personalTable<N>(
  F: Arithmetic<N>,
  dice: Dice,
  sizes: readonly number[],
  states: number,
  agent: number,
) {
  const profiles = sizes.reduce((a, b) => a * b, 1);
  const table = F.table(profiles * states);
  const profile = new Int32Array(sizes.length);
  for (let type = 0; type < sizes[agent]; type++) {
    const places: number[] = [];
    for (let k = 0; k < profiles; k++) {
      writeProfile(sizes, k, profile);
      if (profile[agent] === type) for (let s = 0; s < states; s++) places.push(k * states + s);
    }
    const row = distribution(F, dice, places.length);
    places.forEach((place, k) => {
      table[place] = row[k];
    });
  }
  return table;
}

/** A direct mechanism, or an indirect one with up to three messages and mixed strategies. */
export function randomMechanism<N>(environment: Environment<N>, dice: Dice): Mechanism<N> {
  const F = environment.arithmetic;
  const direct = dice.chance(60);
  const messages = environment.agents.map(({ types }) =>
    direct ? types.map(({ label }) => label) : Array.from({ length: 1 + dice.below(3) }, (_, m) => `m${m}`),
  );
  const sizes = messages.map((list) => list.length);
  const width = environment.alternatives.length;
  const outcomes = Array.from({ length: sizes.reduce((a, b) => a * b, 1) }, () => {
    const payments = F.table(sizes.length);
    for (let i = 0; environment.money && i < sizes.length; i++) payments[i] = half(F, dice, 2, 6);
    return { lottery: dice.chance(60) ? dice.below(width) : distribution(F, dice, width, 40), payments };
  });
  const strategies = environment.agents.map(({ types }, i) =>
    types.map((_, type) => {
      if (direct) return [{ message: type, probability: F.one }];
      if (dice.chance(50)) return [{ message: dice.below(sizes[i]), probability: F.one }];
      const mix = distribution(F, dice, sizes[i]);
      return messages[i].map((__, message) => ({ message, probability: mix[message] }));
    }),
  );
  return {
    name: "random",
    environment,
    direct,
    anonymous: false,
    messages,
    strategies,
    outcome: (sent) => outcomes[rowMajorIndex(sizes, sent)],
  };
}

export function randomModel<N>(F: Arithmetic<N>, seed: number, shape: ModelShape = {}): Mechanism<N> {
  const dice = new Dice(seed);
  return randomMechanism(randomEnvironment(F, dice, shape), dice);
}
