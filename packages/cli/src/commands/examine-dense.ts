import { buildEnvironment, type ParsedModel, type SideFiles } from "@candor/core/io";
import { type Environment, typeCounts } from "@candor/core/model";
import { CandorError, type DenseProblem, type DenseReport, fail, float } from "@candor/core/numeric";
import { PROPERTIES, type Quantity, type Verdict, valueRange } from "@candor/core/properties";
import { checkDense } from "../dense/index.js";
import { type Finding, findings } from "../dense-findings.js";
import { sidePath } from "../files.js";
import { showProgress } from "../progress.js";
import { type Question, toleranceOf } from "../questions.js";
import type { Report, Result } from "../report.js";

/** The properties that a stream over the tables decides; the others need the whole table in memory. */
const STREAMED = [
  "bayesian-ic",
  "ex-post-ir",
  "interim-ir",
  "budget-balance",
  "no-deficit",
  "budget-balance-ex-ante",
  "no-deficit-ex-ante",
];

/**
 * Checks a mechanism whose allocation and payments lie in .npy files of shape (agents, types…) by streaming them, so that
 * 10⁸ profiles fit. The environment has one-dimensional values: what getting the object is worth to each type.
 */
export async function examineDense(
  path: string,
  model: ParsedModel,
  files: SideFiles,
  folder: string,
  questions: readonly Question[],
): Promise<Report> {
  const { environment } = buildEnvironment(withoutTables(model), float, files);
  const problem = problemOf(environment, model);
  const file = (value: unknown, at: string) => pathOf(folder, fileName(value, at), at);
  const joint = model.file.beliefs?.joint;
  const tables = {
    kind: "files" as const,
    allocation: file(model.file.mechanism!.allocation, "mechanism.allocation"),
    payments: file(model.file.mechanism!.payments, "mechanism.payments"),
    ...(joint === undefined ? {} : { prior: file(joint, "beliefs.joint") }),
  };
  const progress = showProgress(100);
  const report = await checkDense(problem, tables, {
    onProgress: (done, total) => progress.at(Math.floor((100 * done) / total), "streaming the tables"),
  });
  progress.done();
  return toReport(path, environment, problem, report, questions);
}

/** The model without its big tables, which are streamed and not built. */
function withoutTables(model: ParsedModel): ParsedModel {
  const { mechanism: _, beliefs, ...rest } = model.file;
  return {
    ...model,
    file: beliefs?.joint === undefined ? { ...rest, ...(beliefs === undefined ? {} : { beliefs }) } : rest,
  };
}

function fileName(raw: unknown, at: string): string {
  const name = (raw as { file?: unknown } | undefined)?.file;
  return typeof name === "string"
    ? name
    : fail("side-file", at, "Streamed tables are side files: write {file: name.npy}.");
}

function pathOf(folder: string, name: string, at: string): string {
  try {
    return sidePath(folder, name);
  } catch (error) {
    return fail("side-file", at, `${name} cannot be read: ${(error as Error).message}.`);
  }
}

function problemOf(environment: Environment<number>, { file }: ParsedModel): DenseProblem {
  const shape = typeCounts(environment);
  const worth = environment.agents.map((_, i) => worthOf(environment, i));
  const marginals = environment.beliefs?.marginals;
  if (file.beliefs?.joint === undefined && marginals === undefined)
    fail("beliefs", "beliefs", "Streamed tables need independent beliefs or a joint prior in a side file.");
  return {
    shape,
    values: worth.map(({ values }) => values),
    outside: worth.map(({ without }, i) => without.map((base, t) => environment.outsideOptions[i][t] - base)),
    beliefs:
      file.beliefs?.joint === undefined
        ? { kind: "independent", marginals: marginals as Float64Array[] }
        : { kind: "joint" },
    totalAtMost: 1,
  };
}

/** What each type gains from the object, and what it has without it. */
function worthOf(
  environment: Environment<number>,
  agent: number,
): { values: Float64Array; without: Float64Array } {
  const { alternatives, values, agents } = environment;
  const gets = (a: number) => alternatives[a].personal.get("gets")?.[agent];
  const own = alternatives.findIndex((_, a) => gets(a) === 1);
  const other = alternatives.findIndex((_, a) => gets(a) === 0);
  const source = values[agent];
  if (own < 0 || other < 0 || source.dependsOnOthers || source.dependsOnState)
    fail(
      "dense",
      "alternatives",
      "Streamed tables are for one object (alternatives: {object: …}) and private values.",
    );
  const profile = new Int32Array(agents.length);
  const at = (alternative: number) =>
    Float64Array.from(agents[agent].types, (_, t) => {
      profile[agent] = t;
      return source.at(alternative, profile, 0);
    });
  const without = at(other);
  for (let a = 0; a < alternatives.length; a++)
    if (gets(a) === 0 && at(a).some((value, t) => value !== without[t]))
      fail(
        "dense",
        "values",
        `${agents[agent].name} cares who else gets the object; streamed tables say only whether an agent gets it.`,
      );
  return { values: at(own).map((value, t) => value - without[t]), without };
}

function toReport(
  path: string,
  environment: Environment<number>,
  problem: DenseProblem,
  report: DenseReport,
  questions: readonly Question[],
): Report {
  const found = findings(environment, problem, report);
  const range = valueRange(environment);
  const impossible = questions.filter(
    ({ property, required }) => required && !STREAMED.includes(property.id),
  );
  if (impossible.length > 0)
    throw new CandorError(
      impossible.map(({ property }) => ({
        code: "dense",
        path: "require",
        message: `${property.id} is not decided by streaming tables (${STREAMED.join(", ")} are).`,
      })),
    );
  const results = questions
    .filter(({ property }) => STREAMED.includes(property.id))
    .map((question): Result => {
      const { id, group, title } = question.property;
      return {
        id,
        group,
        title,
        required: question.required,
        verdict: toVerdict(id, found[id], toleranceOf(float, question, range)),
      };
    });
  const money = (value: number): Quantity => ({ value });
  return {
    file: path,
    title: environment.title,
    mechanism: "allocation and payments in side files",
    direct: true,
    arithmetic: "float",
    notes: [
      `Not decided by streaming: ${PROPERTIES.filter(({ id }) => !STREAMED.includes(id))
        .map(({ id }) => id)
        .join(", ")}.`,
    ],
    results,
    facts: [
      { id: "revenue", title: "expected revenue", value: money(report.revenue) },
      ...report.agents.map(({ expectedPayment }, i) => {
        const agent = environment.agents[i].name;
        return {
          id: "expected-payment" as const,
          title: `expected payment of ${agent}`,
          agent,
          value: money(expectedPayment),
        };
      }),
    ],
    values: [],
    unexpected: [],
  };
}

function toVerdict(
  property: string,
  { violation, errorBound, over, inequalities, witness }: Finding,
  tolerance: number,
): Verdict {
  const excess = violation - tolerance;
  return {
    property,
    status: excess + errorBound <= 0 ? "proved" : excess - errorBound > 0 ? "violated" : "unknown",
    epsilon: { value: Math.max(0, violation) },
    slack: { value: Math.max(0, -violation) },
    tolerance,
    method: { arithmetic: "float", errorBound, over, inequalities },
    witness,
    notes: [],
  };
}
