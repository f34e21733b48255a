import { independentBeliefs, jointBeliefs, signalBeliefs } from "../../src/model/beliefs.js";
import type { Agent, Alternative, Environment, Group, Values } from "../../src/model/environment.js";
import type { Arithmetic, Table } from "../../src/numeric/arithmetic.js";
import { exact } from "../../src/numeric/arithmetic.js";
import { parseRational, printRational, type Rational, rational } from "../../src/numeric/rational.js";

/** "1/2" → the fraction. */
export function q(text: string | number): Rational {
  return parseRational(String(text))!;
}

export function grid(points: number): Rational[] {
  return Array.from({ length: points }, (_, k) => rational(k, points - 1));
}

function table<N>(F: Arithmetic<N>, numbers: readonly Rational[]): Table<N> {
  const result = F.table(numbers.length);
  numbers.forEach((number, k) => {
    result[k] = F.from(number);
  });
  return result;
}

/** What the small environments below are made of: types are numbers, values depend on (a, own type). */
export interface Sketch {
  readonly names: readonly string[];
  /** [agent][type] */
  readonly types: readonly (readonly Rational[])[];
  readonly alternatives: readonly { name: string; number?: Rational; gets?: readonly number[] }[];
  value(agent: number, alternative: number, type: Rational): Rational;
  outside?(agent: number, type: Rational): Rational;
  /** [agent][type]; uniform when absent. */
  readonly marginals?: readonly (readonly Rational[])[];
  /** A full common prior in row-major order instead. */
  readonly joint?: readonly Rational[];
  /** v_D(a), counted. */
  designer?(alternative: number): Rational;
  readonly groups?: readonly Group[];
  readonly money?: boolean;
}

/** An environment in either arithmetic. */
export function environmentOf<N>(F: Arithmetic<N>, sketch: Sketch): Environment<N> {
  const { types, designer } = sketch;
  const agents = sketch.names.map(
    (name, i): Agent<N> => ({
      name,
      types: types[i].map((t) => ({ label: printRational(t), number: F.from(t), fields: new Map() })),
    }),
  );
  const values = sketch.names.map(
    (_, i): Values<N> => ({
      dependsOnOthers: false,
      dependsOnState: false,
      at: (a, profile) => F.from(sketch.value(i, a, types[i][profile[i]])),
    }),
  );
  const sizes = types.map((list) => list.length);
  const marginals = sketch.marginals ?? types.map((list) => list.map(() => rational(1, list.length)));
  return {
    arithmetic: F,
    title: "test",
    agents,
    groups: sketch.groups ?? sketch.names.map((name, first) => ({ name, first, count: 1 })),
    states: [{ name: "only", fields: new Map() }],
    alternatives: sketch.alternatives.map((alternative) => alternativeOf(F, alternative)),
    money: sketch.money ?? true,
    values,
    ...(designer === undefined
      ? {}
      : {
          designer: {
            counts: true,
            value: { dependsOnOthers: false, dependsOnState: false, at: (a: number) => F.from(designer(a)) },
          },
        }),
    outsideOptions: types.map((list, i) =>
      table(
        F,
        list.map((t) => sketch.outside?.(i, t) ?? rational(0)),
      ),
    ),
    beliefs:
      sketch.joint === undefined
        ? independentBeliefs(
            F,
            marginals.map((list) => table(F, list)),
            table(F, [rational(1)]),
          )
        : jointBeliefs(F, sizes, 1, table(F, sketch.joint)),
  };
}

function alternativeOf<N>(F: Arithmetic<N>, sketch: Sketch["alternatives"][number]): Alternative<N> {
  const { name, number, gets } = sketch;
  return {
    name,
    ...(number === undefined ? {} : { number: F.from(number) }),
    fields: new Map(),
    personal:
      gets === undefined ? new Map() : new Map([["gets", gets.map((entry) => F.from(rational(entry)))]]),
  };
}

/** Seller and buyer of one object, types on the same points; the seller owns it. Alternatives: keep, trade. */
export function tradeSketch(points: readonly Rational[], more: Partial<Sketch> = {}): Sketch {
  return {
    names: ["Seller", "Buyer"],
    types: [points, points],
    alternatives: [
      { name: "keep", gets: [1, 0] },
      { name: "trade", gets: [0, 1] },
    ],
    value: (i, a, t) => (i === a ? t : rational(0)),
    outside: (i, t) => (i === 0 ? t : rational(0)),
    ...more,
  };
}

/** n bidders for one object; with `unsold` a last alternative in which nobody gets it. */
export function auctionSketch(
  n: number,
  types: readonly Rational[],
  { unsold = false, alike = false, ...more }: Partial<Sketch> & { unsold?: boolean; alike?: boolean } = {},
): Sketch {
  const names = Array.from({ length: n }, (_, i) => `Bidder ${i + 1}`);
  const wins = names.map((name, i) => ({ name: `to ${name}`, gets: names.map((_, j) => (i === j ? 1 : 0)) }));
  return {
    names,
    types: names.map(() => types),
    alternatives: unsold ? [...wins, { name: "unsold", gets: names.map(() => 0) }] : wins,
    value: (i, a, t) => (i === a ? t : rational(0)),
    ...(alike ? { groups: [{ name: "Bidders", first: 0, count: n }] } : {}),
    ...more,
  };
}

/** A public project: "no" or "yes"; everyone values yes at its type less an equal share of the cost. */
export function projectSketch(
  n: number,
  types: readonly Rational[],
  cost: Rational,
  more: Partial<Sketch> & { alike?: boolean } = {},
): Sketch {
  const names = Array.from({ length: n }, (_, i) => `Citizen ${i + 1}`);
  const share = rational(cost.n, cost.d * BigInt(n));
  return {
    names,
    types: names.map(() => types),
    alternatives: [{ name: "no" }, { name: "yes" }],
    value: (_, a, t) => (a === 0 ? rational(0) : exact.subtract(t, share)),
    ...(more.alike ? { groups: [{ name: "Citizens", first: 0, count: n }] } : {}),
    ...more,
  };
}

/**
 * Source 000: states bad and good with prior π0, signals low and high of the given accuracy, conditionally independent.
 * utilities[i][a][ω].
 */
export function signalEnvironment<N>(
  F: Arithmetic<N>,
  utilities: readonly (readonly (readonly Rational[])[])[],
  accuracy: Rational,
  prior: readonly Rational[] = [q("1/2"), q("1/2")],
  alike = false,
): Environment<N> {
  const n = utilities.length;
  const miss = exact.subtract(rational(1), accuracy);
  const likelihood = table(F, [accuracy, miss, miss, accuracy]);
  const label = (name: string) => ({ label: name, fields: new Map() });
  return {
    arithmetic: F,
    title: "signals",
    agents: utilities.map((_, i) => ({ name: `Agent ${i + 1}`, types: [label("low"), label("high")] })),
    groups: alike
      ? [{ name: "Agents", first: 0, count: n }]
      : utilities.map((_, first) => ({ name: `Agent ${first + 1}`, first, count: 1 })),
    states: ["bad", "good"].map((name) => ({ name, fields: new Map() })),
    alternatives: utilities[0].map((_, a) => ({ name: `a${a}`, fields: new Map(), personal: new Map() })),
    money: true,
    values: utilities.map((utility) => ({
      dependsOnOthers: false,
      dependsOnState: true,
      at: (a: number, _: ArrayLike<number>, state: number) => F.from(utility[a][state]),
    })),
    outsideOptions: utilities.map(() => F.table(2)),
    beliefs: signalBeliefs(
      F,
      table(F, prior),
      utilities.map(() => likelihood),
    ),
  };
}
