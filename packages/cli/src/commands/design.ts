import { writeFileSync } from "node:fs";
import { createRequire as requireFrom } from "node:module";
import { certificate, type Design, designMechanism } from "@candor/core/design";
import { buildEnvironment, printModel } from "@candor/core/io";
import { highsSolver } from "@candor/core/lp";
import { exact, fail, printRational } from "@candor/core/numeric";
import { type Verification, verifyText } from "@candor/verifier";
import { type DesignFlags, questionOf } from "../design-flags.js";
import { designLines, pricedConstraints } from "../design-report.js";
import { designedModel, typesAt } from "../designed-model.js";
import { EXIT } from "../exit.js";
import { openModel } from "../files.js";

/**
 * `candor design FILE`: the best mechanism of a model, with a certificate that the independent verifier has checked. Exit code 0
 * when the optimum is proved, 1 when there is none or it is not proved.
 */
export async function design(path: string, flags: DesignFlags): Promise<number> {
  const question = questionOf(flags);
  const { model, files } = openModel(path);
  const { environment } = buildEnvironment(model, exact, files);
  const wasm = highsRuntime();
  const found = await designMechanism(
    environment,
    question,
    wasm === undefined ? {} : { solver: highsSolver({ locateFile: () => wasm }) },
  );
  const proof = certificate(found, printModel(model));
  const text = proof && `${JSON.stringify(proof, null, 1)}\n`;
  const verification = text === undefined ? undefined : verifyText(text);
  if (flags.certificate !== undefined && text !== undefined) write(flags.certificate, text);
  if (flags.output !== undefined && "designed" in found && found.kind !== "unbounded")
    write(flags.output, designedModel(model, found));
  const answer = flags.json
    ? JSON.stringify(data(found, verification), null, 2)
    : designLines(found, flags, verification).join("\n");
  process.stdout.write(`${answer}\n`);
  if (verification !== undefined && verification.status !== "accepted")
    throw new Error(`The certificate of a design was not accepted: ${verification.message}`);
  return found.kind === "optimal" ? EXIT.holds : EXIT.fails;
}

/** Where HiGHS is installed; without it small models are still solved, exactly and from scratch. */
function highsRuntime(): string | undefined {
  try {
    return requireFrom(import.meta.url).resolve("highs/runtime");
  } catch {
    return undefined;
  }
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    fail("unwritable", "", `${path} cannot be written: ${(error as Error).message}.`);
  }
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
