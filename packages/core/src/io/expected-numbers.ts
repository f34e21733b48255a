import { balancedDecision, worstOffTypes } from "../mechanisms/index.js";
import type { Mechanism } from "../model/mechanism.js";
import { CandorError } from "../numeric/candor-error.js";
import { facts, type Quantity, quantity, recoverGroves } from "../properties/index.js";

/** What a model file can expect by name: numbers, and the labels of types. */
export type Known = ReadonlyMap<string, Quantity | string>;

/** Every fact about a mechanism under the name a model file gives it, e.g. "interim-utility Seller 1/2". */
export function factNumbers<N>(mechanism: Mechanism<N>): Known {
  return new Map(
    facts(mechanism).facts.map(({ id, agent, type, value }) => [
      [id, agent, type].filter((part) => part !== undefined).join(" "),
      value,
    ]),
  );
}

/** One computation that answers for some names; those of types and numbers by agent start with the name. */
interface Source {
  readonly names: readonly string[];
  answer<N>(mechanism: Mechanism<N>): readonly (readonly [string, Quantity | string])[];
}

const THEORY: readonly Source[] = [
  { names: ["groves", "pivot"], answer: grovesAnswers },
  { names: ["balanced-surplus", "vcg-surplus"], answer: surpluses },
  { names: ["worst-off", "worst-off-gain"], answer: worstOffAnswers },
];

/** Answers about the environment or the family of a mechanism; those that do not apply are left out. */
export function theoryNumbers<N>(mechanism: Mechanism<N>, names: readonly string[]): Known {
  const asked = names.map((name) => name.split(" ")[0]);
  const sources = THEORY.filter((source) => source.names.some((name) => asked.includes(name)));
  return new Map(sources.flatMap((source) => whereItApplies(() => source.answer(mechanism))));
}

function grovesAnswers<N>(mechanism: Mechanism<N>) {
  const F = mechanism.environment.arithmetic;
  const { verdict, pivot } = recoverGroves(mechanism);
  const groves = (verdict.epsilon?.value ?? 0) <= verdict.method.errorBound;
  const answer = (yes: boolean) => quantity(F, yes ? F.one : F.zero);
  return [["groves", answer(groves)] as const, ["pivot", answer(pivot)] as const];
}

function surpluses<N>({ environment }: Mechanism<N>) {
  const { surplus, vcgSurplus } = balancedDecision(environment);
  const F = environment.arithmetic;
  return [
    ["balanced-surplus", quantity(F, surplus)] as const,
    ["vcg-surplus", quantity(F, vcgSurplus)] as const,
  ];
}

function worstOffAnswers<N>({ environment }: Mechanism<N>) {
  return worstOffTypes(environment).flatMap(({ agent, type, gain }) => {
    const { name, types } = environment.agents[agent];
    return [
      [`worst-off ${name}`, types[type].label] as const,
      [`worst-off-gain ${name}`, quantity(environment.arithmetic, gain)] as const,
    ];
  });
}

function whereItApplies<T>(answers: () => readonly T[]): readonly T[] {
  try {
    return answers();
  } catch (error) {
    if (error instanceof CandorError) return [];
    throw error;
  }
}
