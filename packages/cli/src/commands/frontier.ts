import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  certificate,
  comparePosteriorPayment,
  correctedPosteriorPayment,
  type DesignQuestion,
  epsilonFrontier,
  type FrontierAnswer,
  participationBound,
  posteriorPaymentProof,
} from "@candor/core/design";
import { buildEnvironment, printModel, readObjective } from "@candor/core/io";
import type { Environment } from "@candor/core/model";
import { CandorError, exact, fail, parseRational, type Rational } from "@candor/core/numeric";
import { verifyText } from "@candor/verifier";
import { type DesignFlags, questionOf } from "../design-flags.js";
import { EXIT } from "../exit.js";
import { openModel } from "../files.js";
import { type Benchmarks, frontierData, frontierLines } from "../frontier-report.js";
import { installedSolver } from "../installed-solver.js";

export interface FrontierFlags
  extends Pick<DesignFlags, "maximize" | "incentives" | "participation" | "money" | "json"> {
  readonly to?: string;
  readonly solves?: string;
  readonly certificates?: string;
}

/**
 * `candor frontier FILE`: the value of the best mechanism as a function of the gain from lies that is let pass. Exit code 0 when the
 * whole function is proved, 1 when part of it is a bracket or there is none.
 */
export async function frontier(path: string, flags: FrontierFlags): Promise<number> {
  const to = flags.to === undefined ? undefined : amount("--to", flags.to);
  const solveLimit = flags.solves === undefined ? undefined : count(flags.solves);
  const { model, files } = openModel(path);
  const { environment } = buildEnvironment(model, exact, files);
  const question = questionOf({ ...flags, epsilon: "0" }, (text) => readObjective(model, text, files));
  const solver = installedSolver();
  const found = await epsilonFrontier(environment, question, {
    ...(solver === undefined ? {} : { solver }),
    ...(to === undefined ? {} : { to }),
    ...(solveLimit === undefined ? {} : { solveLimit }),
  });
  const benchmarks = benchmarksOf(environment, question);
  const refused = writeProofs(found, benchmarks, printModel(model), flags.certificates);
  const answer = flags.json
    ? JSON.stringify(frontierData(found, benchmarks), null, 2)
    : frontierLines(environment.title, found, question, flags.maximize, benchmarks).join("\n");
  process.stdout.write(`${answer}\n`);
  if (refused !== undefined) throw new Error(`A certificate of the frontier was not accepted: ${refused}`);
  return found.kind === "exact" ? EXIT.holds : EXIT.fails;
}

/** Has every point and the proof of (σ*, q*) checked by the verifier and writes them where asked; returns why one was refused. */
function writeProofs(
  found: FrontierAnswer,
  { proof }: Benchmarks,
  modelText: string,
  folder: string | undefined,
): string | undefined {
  if (!("points" in found)) return undefined;
  const named = [
    ...found.points.map(({ design }, k) => ({ name: `point-${k + 1}.json`, proven: design })),
    ...(proof === undefined ? [] : [{ name: "posterior-payment.json", proven: proof }]),
  ];
  const texts = named.map(({ name, proven }) => ({
    name,
    text: `${JSON.stringify(certificate(proven, modelText), null, 1)}\n`,
  }));
  if (folder !== undefined) writeAll(folder, texts);
  return texts.map(({ text }) => verifyText(text)).find(({ status }) => status !== "accepted")?.message;
}

function writeAll(folder: string, texts: readonly { name: string; text: string }[]): void {
  try {
    mkdirSync(folder, { recursive: true });
    for (const { name, text } of texts) writeFileSync(join(folder, name), text);
  } catch (error) {
    fail("unwritable", "--certificates", `${folder} cannot be written: ${(error as Error).message}.`);
  }
}

/** What participation alone allows, and (σ*, q*); absent where they do not apply to the model or the question. */
function benchmarksOf(
  environment: Environment<Rational>,
  { objective, participation }: DesignQuestion,
): Benchmarks {
  const revenueAlone = "revenue" in objective && objective.revenue.n > 0n && objective.welfare.n === 0n;
  if (!revenueAlone || environment.correspondence !== undefined) return {};
  const ceiling = ifPossible(() => participationBound(environment));
  const posterior = ifPossible(() => comparePosteriorPayment(environment));
  const proof = posterior && posteriorPaymentProof(environment, posterior, participation);
  const averaged = participation.every((kind) => kind === "interim" || kind === "ex-ante");
  const corrected = averaged ? ifPossible(() => correctedPosteriorPayment(environment)) : undefined;
  return {
    ...(ceiling === undefined ? {} : { ceiling }),
    ...(posterior === undefined ? {} : { posterior }),
    ...(proof === undefined ? {} : { proof }),
    ...(corrected === undefined ? {} : { corrected }),
  };
}

function ifPossible<T>(compute: () => T): T | undefined {
  try {
    return compute();
  } catch (error) {
    if (error instanceof CandorError) return undefined;
    throw error;
  }
}

function amount(flag: string, text: string): Rational {
  return parseRational(text) ?? fail("not-rational", flag, `"${text}" is not a number such as 1/10 or 0.1.`);
}

function count(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  return fail("invalid-value", "--solves", `"${text}" is not a positive whole number.`);
}
