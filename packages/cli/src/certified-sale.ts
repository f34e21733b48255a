import { certificate, designMechanism, REVENUE } from "@candor/core/design";
import { buildEnvironment, printModel } from "@candor/core/io";
import { exact, fail, printRational, type Rational } from "@candor/core/numeric";
import { verifyText } from "@candor/verifier";
import { designedModel } from "./designed-model.js";
import { type OpenedModel, writeWhole } from "./files.js";
import { installedSolver } from "./installed-solver.js";

export interface SaleFiles {
  readonly certificate?: string;
  readonly output?: string;
}

/**
 * Solves a small sale once more as a general design, whose certificate the verifier reads, and writes it and the mechanism down.
 *
 * @param revenue the sale's exact optimum, which must come out again.
 * @returns what the verifier said. Errors: `not-exact` where the optimum is not known as a fraction, `too-large`, `unwritable`.
 */
export async function certifiedSale(
  { model, files }: OpenedModel,
  incentives: "bayesian" | "dominant",
  revenue: Rational | undefined,
  { certificate: proof, output }: SaleFiles,
): Promise<string> {
  if (revenue === undefined)
    fail(
      "not-exact",
      "--certificate",
      "Certificates and mechanisms are written for sales solved in fractions: try --exact.",
    );
  const { environment } = buildEnvironment(model, exact, files);
  const solver = installedSolver();
  const participation = incentives === "bayesian" ? "interim" : "ex-post";
  const found = await designMechanism(
    environment,
    { objective: REVENUE, incentives: [incentives], participation: [participation], money: [] },
    solver === undefined ? {} : { solver },
  );
  const text = `${JSON.stringify(certificate(found, printModel(model)), null, 1)}\n`;
  const { status, message } = verifyText(text);
  if (found.kind !== "optimal" || exact.compare(found.lower, revenue) !== 0 || status !== "accepted")
    throw new Error(
      `The sale earns ${printRational(revenue)}, the general design says ${found.kind}: ${message}`,
    );
  if (proof !== undefined) writeWhole(proof, text);
  if (output !== undefined) writeWhole(output, designedModel(model, found));
  return message;
}
