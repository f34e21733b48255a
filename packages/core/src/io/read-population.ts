import { exact } from "../numeric/arithmetic.js";
import { CandorError, type Problem } from "../numeric/candor-error.js";
import type { Rational } from "../numeric/rational.js";
import type { Population } from "../population/population.js";
import { type BuiltModel, buildEnvironment } from "./model-file/environment.js";
import type { ParsedModel } from "./model-file/parse.js";
import { Reader, type SideFiles } from "./model-file/reader.js";
import { entriesOf, keysOf } from "./model-file/source.js";
import {
  NOT_APPLICABLE,
  OWN_GROUP,
  reportDependences,
  reportOtherKinds,
  reportSignals,
  reportZeros,
} from "./population-problems.js";
import { resizeModel } from "./resize-model.js";

/** So many members of a group are built: enough to see whether anything tells alike members apart. */
const BUILT = 2;

/**
 * Reads a model as a population: players in groups of any size, together up to 2^53 − 1, with one likelihood of signals of full support
 * for all and utilities u(a, ω) of the alternative and the state alone. Everything in fractions; a mechanism is not looked at.
 *
 * At most two members of a group are built, and what would depend on which member one is, or on how many there are, is refused. So the cost
 * does not depend on the counts: it is that of the environment of 2 × groups agents.
 *
 * Throws a CandorError that lists the problems with path, line and column: those of the environment; `not-applicable` for other beliefs
 * than one likelihood, unequal lists of signals, values that depend on own or others' types, on single members or on n, alternatives
 * that differ between agents, no money, a designer's value that counts, a correspondence, outside options other than 0, fewer than two
 * signals or states; `zero-probability` for a state, or for a signal in a state; `too-large` for too many players.
 */
export function readPopulation(model: ParsedModel, files?: SideFiles): Population {
  const reader = new Reader(model, files);
  reportOtherKinds(reader, model);
  const counts = readCounts(reader, model);
  reader.finish();
  const built = buildMembers(model, counts, files);
  reportDependences(reader, model, built);
  reportSignals(reader, built);
  reader.finish();
  reportZeros(reader, model, built);
  reader.finish();
  return populationOf(built, counts);
}

/** Members by group. */
function readCounts(reader: Reader, { file }: ParsedModel): number[] {
  const counts = entriesOf(file.agents).map(([name, { count }]) => {
    const path = ["agents", name, "count"];
    return count === undefined
      ? 1
      : (reader.part(path, () => reader.integer(count, path, 1, Number.MAX_SAFE_INTEGER)) ?? 1);
  });
  if (counts.reduce((total, count) => total + BigInt(count), 0n) > BigInt(Number.MAX_SAFE_INTEGER))
    reader.report("too-large", ["agents"], "The groups may have 2^53 − 1 members together; take fewer.");
  return counts;
}

/** The environment of at most two members a group. */
function buildMembers(
  model: ParsedModel,
  counts: readonly number[],
  files?: SideFiles,
): BuiltModel<Rational> {
  const few = keysOf(model.file.agents).map((name, g) => [name, Math.min(BUILT, counts[g])] as const);
  try {
    return buildEnvironment(resizeModel(model, new Map(few)), exact, files);
  } catch (error) {
    if (!(error instanceof CandorError)) throw error;
    throw new CandorError(error.problems.map((problem) => explained(problem, model, counts)));
  }
}

/**
 * A problem of the environment, in the words of populations: a member that was not built is no unknown name but one whom a population does
 * not tell from the others, and doubles are no way out.
 */
function explained(problem: Problem, { file }: ParsedModel, counts: readonly number[]): Problem {
  if (problem.code === "not-rational")
    return {
      ...problem,
      message: problem.message.replace(/; check .*--float\./, "; a population is read in fractions."),
    };
  const text = `${problem.path} ${problem.message}`;
  const group = keysOf(file.agents).find((name, g) =>
    text
      .split(`${name} `)
      .slice(1)
      .map((rest) => Number.parseInt(rest, 10))
      .some((number) => number > BUILT && number <= counts[g]),
  );
  return group === undefined
    ? problem
    : {
        ...problem,
        code: NOT_APPLICABLE,
        message: `This names one of the members of ${group}. ${OWN_GROUP}`,
      };
}

function populationOf(
  { vocabulary, environment }: BuiltModel<Rational>,
  counts: readonly number[],
): Population {
  const { agents, alternatives, beliefs, states, title, values } = environment;
  const signals = agents[0].types.map(({ label }) => label);
  const profile = new Int32Array(agents.length);
  return {
    title,
    states: states.map(({ name }) => name),
    signals,
    alternatives: alternatives.map(({ name }) => name),
    prior: Array.from(beliefs!.states!),
    likelihood: states.map((_, s) => signals.map((_, x) => beliefs!.likelihoods![0][s * signals.length + x])),
    groups: vocabulary.groups.map(({ name, first }, g) => ({
      name,
      count: counts[g],
      utility: alternatives.map((_, a) => states.map((_, s) => values[first].at(a, profile, s))),
    })),
  };
}
