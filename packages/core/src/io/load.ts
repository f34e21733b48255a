import type { Environment } from "../model/environment.js";
import type { Mechanism } from "../model/mechanism.js";
import { type Arithmetic, exact, float } from "../numeric/arithmetic.js";
import { CandorError, type Problem } from "../numeric/candor-error.js";
import { buildEnvironment, readEnvironment } from "./model-file/environment.js";
import { readMechanism, type Section } from "./model-file/mechanism.js";
import type { ParsedModel } from "./model-file/parse.js";
import { Reader, type SideFiles } from "./model-file/reader.js";

export type ArithmeticMode = "auto" | "exact" | "float";

/** A model built in one arithmetic, with its mechanism where the file states one. */
export interface LoadedModel<N> {
  readonly arithmetic: Arithmetic<N>;
  readonly environment: Environment<N>;
  readonly mechanism?: Mechanism<N>;
  /** Why doubles were used although exact answers were preferred. */
  readonly note?: string;
}

/** Profiles × agents up to which exact arithmetic is the default. */
const EXACT_BY_DEFAULT = 200_000;

/** Reasons to fall back on doubles when no arithmetic was asked for. */
const INEXACT = ["not-rational", "probability-sum"];

/**
 * Runs `use` on the model in the arithmetic asked for. `auto` takes exact fractions for models of moderate size whose numbers
 * are all rational, doubles otherwise, and says why.
 */
export function withModel<R>(
  model: ParsedModel,
  mode: ArithmeticMode,
  files: SideFiles | undefined,
  use: <N>(loaded: LoadedModel<N>) => R,
): R {
  try {
    return inArithmetic(model, mode, files, use);
  } catch (error) {
    throw error instanceof CandorError
      ? new CandorError(error.problems.map((each) => located(model, each)))
      : error;
  }
}

/** A problem found while computing, with the line of the entry that its path names. */
function located({ source }: ParsedModel, problem: Problem): Problem {
  const path = problem.path.split(".");
  const known = problem.line === undefined && typeof source.data === "object" && path[0] in source.data;
  return known ? { ...problem, ...source.locate(path) } : problem;
}

function inArithmetic<R>(
  model: ParsedModel,
  mode: ArithmeticMode,
  files: SideFiles | undefined,
  use: <N>(loaded: LoadedModel<N>) => R,
): R {
  if (mode === "float") return use(load(model, float, files));
  if (mode === "exact") return use(load(model, exact, files));
  if (isLarge(model, files))
    return use({
      ...load(model, float, files),
      note: "Computed in doubles because of the size; --exact asks for fractions.",
    });
  try {
    return use(load(model, exact, files));
  } catch (error) {
    if (!(error instanceof CandorError) || !error.problems.every((problem) => INEXACT.includes(problem.code)))
      throw error;
    const note = `Computed in doubles: ${error.problems[0].message}`;
    return use({ ...loadInexact(model, files, error), note });
  }
}

/** The model in doubles; sums that are wrong there too are reported as fractions. */
function loadInexact(
  model: ParsedModel,
  files: SideFiles | undefined,
  reason: CandorError,
): LoadedModel<number> {
  const onlySums = (error: CandorError) => error.problems.every(({ code }) => code === "probability-sum");
  try {
    return load(model, float, files);
  } catch (error) {
    throw error instanceof CandorError && onlySums(error) && onlySums(reason) ? reason : error;
  }
}

function load<N>(model: ParsedModel, F: Arithmetic<N>, files: SideFiles | undefined): LoadedModel<N> {
  const reader = new Reader(model, files);
  const built = readEnvironment(reader, model.file, F);
  const mechanism = readMechanism(reader, model.file.mechanism as Section | undefined, built);
  reader.finish();
  return { arithmetic: F, environment: built.environment, ...(mechanism === undefined ? {} : { mechanism }) };
}

/** Whether exact fractions would take long: counted from the file without building it. */
function isLarge(model: ParsedModel, files: SideFiles | undefined): boolean {
  try {
    const { environment } = buildEnvironment({ ...model, file: withoutBeliefs(model) }, float, files);
    const alike = environment.groups.reduce((product, { first, count }) => {
      const types = environment.agents[first].types.length;
      return product * (count === 1 ? types : count ** (types - 1));
    }, 1);
    const sum = environment.groups.reduce(
      (total, { first }) => total + environment.agents[first].types.length,
      0,
    );
    return alike * sum > EXACT_BY_DEFAULT;
  } catch (error) {
    if (error instanceof CandorError) return false;
    throw error;
  }
}

function withoutBeliefs({ file }: ParsedModel): ParsedModel["file"] {
  const { beliefs: _, mechanism: __, ...rest } = file;
  return { ...rest, values: "0" };
}
