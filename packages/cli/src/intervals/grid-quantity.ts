import { certificate, type DesignQuestion, designMechanism } from "@candor/core/design";
import type { Estimate } from "@candor/core/intervals";
import {
  buildEnvironment,
  type ParsedModel,
  printModel,
  readObjective,
  type SideFiles,
} from "@candor/core/io";
import { balancedDecision } from "@candor/core/mechanisms";
import { CandorError, exact, fail, float, toDouble } from "@candor/core/numeric";
import { verifyText } from "@candor/verifier";
import { installedSolver } from "../installed-solver.js";

/** A number about an interval, and how the same is found on a grid. */
export interface GridQuantity {
  readonly name: string;
  readonly interval: Estimate;
  readonly finite: GridProgram | "vcg-surplus" | "largest-surplus";
}

/** The largest value of an objective over all mechanisms that are interim incentive-compatible and individually rational. */
export interface GridProgram {
  readonly maximize: string;
  readonly money?: DesignQuestion["money"];
}

/** What a grid gives. */
export interface OnGrid {
  readonly value: number;
  /** A certificate of the optimum was accepted by the verifier. */
  readonly proved: boolean;
}

/** The quantity on a finite model. Errors: `no-optimum`, those of the computation. */
export async function onGrid(
  finite: GridQuantity["finite"],
  model: ParsedModel,
  files: SideFiles,
): Promise<OnGrid> {
  if (typeof finite === "object") return optimum(finite, model, files);
  const { surplus, vcgSurplus } = balancedDecision(buildEnvironment(model, float, files).environment);
  return { value: finite === "vcg-surplus" ? vcgSurplus : surplus, proved: false };
}

async function optimum(
  { maximize, money = [] }: GridProgram,
  model: ParsedModel,
  files: SideFiles,
): Promise<OnGrid> {
  const { environment } = inFractions(model, files);
  const question: DesignQuestion = {
    objective: readObjective(model, maximize, files),
    incentives: ["bayesian"],
    participation: ["interim"],
    money,
  };
  const solver = installedSolver();
  const found = await designMechanism(environment, question, solver === undefined ? {} : { solver });
  if (found.kind !== "optimal")
    return fail("no-optimum", "--points", "No optimum was proved on this grid; take fewer points.");
  const proof = certificate(found, printModel(model));
  const proved = proof !== undefined && verifyText(JSON.stringify(proof)).status === "accepted";
  return { value: toDouble(found.lower), proved };
}

/** Errors: `not-rational`, since optima on grids are proved in fractions. */
function inFractions(model: ParsedModel, files: SideFiles) {
  try {
    return buildEnvironment(model, exact, files);
  } catch (error) {
    if (!(error instanceof CandorError) || error.code !== "not-rational") throw error;
    return fail(
      "not-rational",
      error.problems[0].path,
      "Optima on grids are proved in fractions, and this has none (a root, an exponential or the like); candor screen, trade and the others answer on the interval.",
    );
  }
}
