import type { Environment } from "../model/environment.js";
import { objectiveValue } from "../numeric/linear-program/solve-exactly.js";
import type { Rational } from "../numeric/rational.js";
import type { Asked, Design, DesignOptions } from "./design.js";
import type { DesignProgram } from "./design-program.js";
import { designedMechanism, readTables } from "./designed-tables.js";
import { sizeOf } from "./formulation.js";
import type { DesignQuestion } from "./question.js";
import { sureChoices } from "./sure-choices.js";

/** The best mechanism that chooses one alternative for sure at every profile. Errors: those of `sureChoices`. */
export async function designSureChoices(
  environment: Environment<Rational>,
  question: DesignQuestion,
  { program }: DesignProgram,
  { onProgress, ...options }: DesignOptions,
): Promise<Design> {
  const { tables } = program;
  const { outcome, tree } = await sureChoices(program, {
    ...options,
    onProgress: ({ nodes, waiting }) => onProgress?.(`cases: ${nodes} looked into, ${waiting} waiting`),
  });
  const size = sizeOf(program);
  const merged = { variables: size.variables, constraints: size.constraints, swaps: 0 };
  const { nodes } = outcome;
  const formulation = {
    ...size,
    merged,
    active: size.constraints,
    rounds: 0,
    start: "solver",
    pivots: 0,
    nodes,
  } as const;
  const common: Asked = { question, tables, formulation };
  const read = (x: readonly Rational[]) => readTables(program, x);
  const found = (primal: readonly Rational[], bound: { readonly upper?: Rational }) => {
    const designed = read(primal);
    const lower = objectiveValue(program, primal);
    const mechanism = designedMechanism(environment, tables, designed);
    return {
      ...common,
      ...bound,
      lower,
      designed,
      mechanism,
      multipliers: [],
      ...(tree === undefined ? {} : { tree }),
    };
  };
  switch (outcome.kind) {
    case "optimal":
      return {
        kind: "optimal",
        ...found(outcome.primal, { upper: objectiveValue(program, outcome.primal) }),
      };
    case "bracket":
      return { kind: "bracket", ...found(outcome.primal, { upper: outcome.upper }) };
    case "infeasible":
      return {
        ...common,
        kind: "infeasible",
        multipliers: [],
        irreducible: false,
        ...(tree === undefined ? {} : { tree }),
      };
    case "unbounded":
      return { ...common, kind: "unbounded", designed: read(outcome.primal), direction: read(outcome.ray) };
    case "undecided":
      return outcome.found === undefined
        ? { ...common, kind: "undecided" }
        : { kind: "bracket", ...found(outcome.found.primal, {}) };
  }
}
