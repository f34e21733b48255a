import {
  certificate,
  type Design,
  type DesignQuestion,
  designMechanism,
  designProblem,
} from "@candor/core/design";
import { buildEnvironment, printModel, readObjective } from "@candor/core/io";
import { columnName, readSolution, writeMps } from "@candor/core/lp";
import type { Environment } from "@candor/core/model";
import { exact, fail, printRational, type Rational } from "@candor/core/numeric";
import { type Verification, verifyText } from "@candor/verifier";
import { type DesignFlags, questionOf, secondsOf } from "../design-flags.js";
import { designLines, pricedConstraints } from "../design-report.js";
import { designedModel, typesAt } from "../designed-model.js";
import { EXIT } from "../exit.js";
import { openModel, readText, writeWhole } from "../files.js";
import { installedSolver } from "../installed-solver.js";
import { showProgress } from "../progress.js";

/**
 * `candor design FILE`: the best mechanism of a model, with a certificate that the independent verifier has checked. Exit code 0
 * when the optimum is proved, 1 when there is none or it is not proved.
 */
export async function design(path: string, flags: DesignFlags): Promise<number> {
  const { model, files } = openModel(path);
  const { environment } = buildEnvironment(model, exact, files);
  const question = questionOf(flags, (text) => readObjective(model, text, files));
  refuseIdleRevenue(environment, question);
  if (flags.emit !== undefined) return emit(flags, writeMps(designProblem(environment, question)));
  const progress = showProgress(1);
  const solver = installedSolver();
  const found = await designMechanism(environment, question, {
    ...(solver === undefined ? {} : { solver }),
    ...limits(flags),
    ...(flags.solution === undefined ? {} : { advice: adviceIn(flags.solution, environment, question) }),
    onProgress: (what) => progress.at(1, what),
  });
  const proof = certificate(found, printModel(model));
  const text = proof && `${JSON.stringify(proof, null, 1)}\n`;
  progress.at(1, "verifying the certificate");
  const verification = text === undefined ? undefined : verifyText(text);
  progress.done();
  if (verification !== undefined && verification.status !== "accepted")
    throw new Error(`The certificate of a design was not accepted: ${verification.message}`);
  if (flags.certificate !== undefined && text !== undefined) writeWhole(flags.certificate, text);
  if (flags.output !== undefined && "designed" in found && found.kind !== "unbounded")
    writeWhole(flags.output, designedModel(model, found));
  else if (flags.output !== undefined)
    process.stderr.write(`No mechanism was found: ${flags.output} is not written.\n`);
  const answer = flags.json
    ? JSON.stringify(data(found, verification), null, 2)
    : designLines(found, flags, verification).join("\n");
  process.stdout.write(`${answer}\n`);
  return found.kind === "optimal" ? EXIT.holds : EXIT.fails;
}

/** Without payments there is no revenue to maximize. */
function refuseIdleRevenue(
  { money }: Environment<Rational>,
  { objective, money: asked }: DesignQuestion,
): void {
  const paid = money && !asked.includes("no-payments");
  if (!paid && "revenue" in objective && objective.revenue.n !== 0n && objective.welfare.n === 0n)
    fail(
      "no-revenue",
      "--maximize",
      "There are no payments here, so revenue is 0; say --maximize welfare, or an expression.",
    );
}

/** `--emit mps`: the program for other solvers, to a file or standard output. */
function emit({ emit: format, output, certificate: proof, solution }: DesignFlags, text: string): number {
  if (proof !== undefined || solution !== undefined)
    fail(
      "invalid-value",
      "--emit",
      "A program is written instead of solved: leave --certificate and --solution out.",
    );
  if (format !== "mps") fail("invalid-value", "--emit", `"${format}" is not known; say mps.`);
  if (output === undefined) process.stdout.write(text);
  else writeWhole(output, text);
  return EXIT.holds;
}

/** The values that a solution file names. Errors: `invalid-solution-file` when it names no variable of the program. */
function adviceIn(path: string, environment: Environment<Rational>, question: DesignQuestion) {
  const { columns } = readSolution(readText(path));
  const problem = designProblem(environment, question);
  const known = Array.from({ length: problem.columns }, (_, j) => columnName(problem, j));
  if (!known.some((name) => columns.has(name)))
    fail(
      "invalid-solution-file",
      "--solution",
      `${path} names none of the ${known.length} variables of this program, e.g. ${known[0]}.`,
    );
  return columns;
}

/** Time for the solver in doubles, and for the exact pivots as much again at most. */
function limits({ timeLimit }: DesignFlags) {
  if (timeLimit === undefined) return {};
  const seconds = secondsOf(timeLimit);
  const end = performance.now() + 1000 * seconds;
  const signal = {
    get aborted() {
      return performance.now() > end;
    },
  };
  return { timeLimit: seconds, signal };
}

function data(found: Design, verification: Verification | undefined): object {
  const proved = found.kind === "optimal" || found.kind === "bracket" || found.kind === "infeasible";
  return {
    kind: found.kind,
    ...("lower" in found ? { lower: printRational(found.lower) } : {}),
    ...("upper" in found && found.upper !== undefined ? { upper: printRational(found.upper) } : {}),
    formulation: found.formulation,
    ...("designed" in found
      ? {
          mechanism: found.designed.allocation.map((lottery, k) => ({
            types: typesAt(found, k),
            outcome: Object.fromEntries(
              lottery.flatMap((p, a) =>
                p.n === 0n ? [] : [[found.tables.alternatives[a], printRational(p)]],
              ),
            ),
            payments: found.designed.payments.map((own) => printRational(own[k])),
          })),
        }
      : {}),
    ...(proved
      ? {
          multipliers: pricedConstraints(found).map(({ price, ...rest }) => ({
            ...rest,
            price: printRational(price),
          })),
        }
      : {}),
    ...(verification === undefined ? {} : { verification }),
  };
}
