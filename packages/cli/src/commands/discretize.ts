import { join } from "node:path";
import type { DiscretizationRule } from "@candor/core/intervals";
import { discretizeModel, printModel, withModel } from "@candor/core/io";
import { fail } from "@candor/core/numeric";
import { EXIT } from "../exit.js";
import { openModel, requireOutput, writeWhole } from "../files.js";
import { observationsIn, observedFiles } from "../intervals/read-observations.js";
import { readWholeNumber } from "../intervals/whole-number.js";

interface DiscretizeFlags {
  readonly points: string;
  readonly rule: string;
  readonly quantities?: string;
  readonly output?: string;
}

const RULES = ["midpoint", "quantile", "trapezoid"] as const;
const MOST_POINTS = 10_000;

/** `candor discretize FILE`: the file with every interval of types and quantities put on a grid. Exit code 0. */
export async function discretize(path: string, flags: DiscretizeFlags): Promise<number> {
  requireOutput(flags.output, [path]);
  const rule = readRule(flags.rule);
  const { model, files, folder } = openModel(path);
  requireOutput(
    flags.output,
    observedFiles(printModel(model)).map((name) => join(folder, name)),
  );
  const finite = discretizeModel(model, {
    points: readWholeNumber(flags.points, "--points", 2, MOST_POINTS),
    rule,
    observations: observationsIn(files),
    ...(flags.quantities && {
      quantities: readWholeNumber(flags.quantities, "--quantities", 2, MOST_POINTS),
    }),
  });
  // A file that could not be read again is not written.
  withModel(finite, "float", files, () => {});
  const text = printModel(finite);
  if (flags.output === undefined) process.stdout.write(text);
  else writeWhole(flags.output, text);
  return EXIT.holds;
}

/** Errors: `invalid-value`. */
export function readRule(text: string): DiscretizationRule {
  return (
    RULES.find((rule) => rule === text) ??
    fail("invalid-value", "--rule", `"${text}" is no rule; there are ${RULES.join(", ")}.`)
  );
}
