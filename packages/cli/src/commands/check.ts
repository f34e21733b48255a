import {
  compareWithExpectations,
  isIntervalWorld,
  type LoadedModel,
  type ModelFile,
  noMechanism,
  type ParsedModel,
  withFurtherProblems,
  withModel,
} from "@candor/core/io";
import { CandorError } from "@candor/core/numeric";
import { facts, type Verdict, valueRange } from "@candor/core/properties";
import { valueShapes } from "@candor/core/theory";
import { EXIT } from "../exit.js";
import { type ArithmeticFlags, arithmeticMode, type OpenedModel, openModel } from "../files.js";
import { showProgress } from "../progress.js";
import { isRelevant, type Question, type QuestionFlags, questionsOf, toleranceOf } from "../questions.js";
import { printReport, type Report } from "../report.js";

interface CheckFlags extends ArithmeticFlags, QuestionFlags {
  readonly interim?: boolean;
  readonly json?: boolean;
}

/** Whether the mechanism is given as tables of allocation and payments in side files, which are streamed. */
function isDense({ file }: ParsedModel): boolean {
  return file.mechanism?.allocation !== undefined;
}

/** `candor check FILE`. Exit code 0 when every required property is proved and nothing expected differs, else 1. */
export async function check(path: string, flags: CheckFlags): Promise<number> {
  const opened = openModel(path);
  const { model, files, folder } = opened;
  if (isIntervalWorld(model)) return (await import("./check-menu.js")).checkMenu(path, flags);
  const questions = readQuestions(opened, flags);
  const report = isDense(model)
    ? await (await import("./examine-dense.js")).examineDense(path, model, files, folder, questions)
    : withModel(model, arithmeticMode(flags), files, (loaded) =>
        examine(path, model.file, loaded, questions, flags),
      );
  process.stdout.write(flags.json ? `${JSON.stringify(report, null, 2)}\n` : printReport(report, flags));
  const failed = report.results.some(({ required, verdict }) => required && verdict.status !== "proved");
  return failed || report.unexpected.length > 0 ? EXIT.fails : EXIT.holds;
}

/** What is asked; problems of the model come along with problems of the questions. */
function readQuestions({ model, files }: OpenedModel, flags: CheckFlags): Question[] {
  try {
    return questionsOf(model.file, flags);
  } catch (error) {
    if (!(error instanceof CandorError)) throw error;
    const problems = error.problems.map((problem) => {
      const entry = /^require\[(\d+)\]/.exec(problem.path);
      return entry ? { ...problem, ...model.source.locate(["require", Number(entry[1])]) } : problem;
    });
    throw withFurtherProblems(model.source, new CandorError(problems), files);
  }
}

function examine<N>(
  path: string,
  file: ModelFile,
  loaded: LoadedModel<N>,
  questions: readonly Question[],
  flags: CheckFlags,
): Report {
  const { mechanism, environment, arithmetic: F } = loaded;
  if (mechanism === undefined) return noMechanism();
  const range = valueRange(environment);
  const wanted =
    flags.all || flags.property
      ? questions
      : questions.filter((question) => isRelevant(question, environment, file));
  const progress = showProgress(wanted.length);
  const results = wanted.map((question) => {
    progress.step(question.property.title);
    const verdict = question.property.check(mechanism, {
      tolerance: toleranceOf(F, question, range),
      profiles: question.profiles,
    });
    const { id, group, title } = question.property;
    return {
      id,
      group,
      title,
      required: question.required,
      verdict: relativeTo(verdict, question, F.toNumber(range)),
    };
  });
  progress.done();
  return {
    file: path,
    title: environment.title,
    mechanism: mechanism.name,
    direct: mechanism.direct,
    arithmetic: F.kind,
    notes: [
      ...(loaded.note === undefined ? [] : [loaded.note]),
      ...(wanted.some(({ profiles }) => profiles === "support")
        ? [
            "Where asked for, dominance and ex post properties range over profiles of positive probability only.",
          ]
        : []),
    ],
    results,
    facts: facts(mechanism).facts,
    values: valueShapes(environment),
    unexpected: file.expect === undefined ? [] : compareWithExpectations(loaded, file),
  };
}

/** ε as a share of the range of the values, when asked for. */
function relativeTo(
  verdict: Verdict,
  { relative }: Question,
  range: number,
): Verdict & { relativeEpsilon?: number } {
  if (!relative || verdict.epsilon === undefined || range === 0) return verdict;
  return { ...verdict, relativeEpsilon: verdict.epsilon.value / range };
}
