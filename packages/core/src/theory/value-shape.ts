import type { Environment } from "../model/environment.js";
import { type Quantity, quantity } from "../properties/verdict.js";
import {
  type FamilyStatus,
  increasingDifferences,
  milgromShannon,
  type Quadruple,
  singleCrossing,
  strictlyIncreasingDifferences,
} from "./comparative-statics/index.js";

/** A property of one agent's values as a family over its own numeric types and ordered choices. */
export interface ValueShape {
  readonly id:
    | "single-crossing"
    | "increasing-differences"
    | "strictly-increasing-differences"
    | "monotone-argmax";
  readonly agent: string;
  readonly status: FamilyStatus;
  /** For (strictly) increasing differences: the largest fall of a difference as the type rises. */
  readonly epsilon?: Quantity;
  /** Why not, in words: the violating quadruple, or the subset whose maximisers fall. */
  readonly words?: string;
}

/**
 * Whether each agent's values have single crossing, increasing or strictly increasing differences and, for every subset of
 * choices, maximisers that rise with the type (Milgrom and Shannon 1994). Choices are the numeric alternatives in increasing
 * order, or getting nothing against getting the object. Only agents with numeric types and private values are answered.
 */
export function valueShapes<N>(environment: Environment<N>): ValueShape[] {
  return environment.groups.flatMap(({ first, name }) => {
    const family = familyOf(environment, first);
    return family === undefined ? [] : shapesOf(environment, name, family);
  });
}

interface LabelledFamily<N> {
  readonly rows: readonly N[][];
  readonly types: readonly string[];
  readonly choices: readonly string[];
}

function familyOf<N>(environment: Environment<N>, agent: number): LabelledFamily<N> | undefined {
  const F = environment.arithmetic;
  const values = environment.values[agent];
  const { types } = environment.agents[agent];
  const choices = orderedChoices(environment, agent);
  if (values.dependsOnOthers || values.dependsOnState || choices.length < 2) return undefined;
  if (types.length < 2 || types.some((type) => type.number === undefined)) return undefined;
  const order = types.map((_, t) => t).sort((s, t) => F.compare(types[s].number!, types[t].number!));
  const profile = new Int32Array(environment.agents.length);
  return {
    types: order.map((t) => types[t].label),
    choices: choices.map((a) => environment.alternatives[a].name),
    rows: order.map((t) => {
      profile[agent] = t;
      return choices.map((a) => values.at(a, profile, 0));
    }),
  };
}

/** Alternatives in increasing order of what they mean to the agent: their number, or whether it gets the object. */
function orderedChoices<N>({ alternatives, arithmetic: F }: Environment<N>, agent: number): number[] {
  const amount = (a: number) => alternatives[a].number ?? alternatives[a].personal.get("gets")?.[agent];
  const amounts = alternatives.map((_, a) => amount(a));
  if (amounts.some((x) => x === undefined || typeof x === "string")) return [];
  const sorted = alternatives.map((_, a) => a).sort((a, b) => F.compare(amounts[a] as N, amounts[b] as N));
  return sorted.filter((a, k) => k === 0 || F.compare(amounts[a] as N, amounts[sorted[k - 1]] as N) > 0);
}

function shapesOf<N>(
  { arithmetic: F }: Environment<N>,
  agent: string,
  family: LabelledFamily<N>,
): ValueShape[] {
  const { rows, choices, types } = family;
  const crossing = singleCrossing(F, rows);
  const argmax = milgromShannon(F, rows);
  const graded = [
    { id: "increasing-differences", answer: increasingDifferences(F, rows) },
    { id: "strictly-increasing-differences", answer: strictlyIncreasingDifferences(F, rows) },
  ] as const;
  const names = (set: readonly number[]) => `{${set.map((x) => choices[x]).join(", ")}}`;
  return [
    { id: "single-crossing", agent, status: crossing.status, ...reason(crossing.quadruple, family, F) },
    ...graded.map(({ id, answer }) => ({
      id,
      agent,
      status: answer.status,
      epsilon: quantity(F, answer.epsilon),
      ...(answer.status === "violated" ? reason(answer.quadruple, family, F) : {}),
    })),
    {
      id: "monotone-argmax",
      agent,
      status: argmax.status,
      ...(argmax.violation === undefined
        ? {}
        : {
            words: `From ${names(argmax.violation.subset)}, type ${types[argmax.violation.lowParameter]} picks ${names(argmax.violation.lowArgmax)} and type ${types[argmax.violation.highParameter]} picks ${names(argmax.violation.highArgmax)}.`,
          }),
    },
  ];
}

function reason<N>(
  quadruple: Quadruple<N> | undefined,
  { choices, types }: LabelledFamily<N>,
  F: { toNumber(x: N): number },
) {
  if (quadruple === undefined) return {};
  const { lowChoice, highChoice, lowParameter, highParameter, values } = quadruple;
  const [a, b, c, d] = values.map((value) => F.toNumber(value));
  return {
    words: `Moving from ${choices[lowChoice]} to ${choices[highChoice]} is worth ${b - a} to type ${types[lowParameter]} and ${d - c} to type ${types[highParameter]}.`,
  };
}
