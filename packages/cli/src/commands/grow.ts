import { printModel } from "@candor/core/io";
import { EXIT } from "../exit.js";
import { type ArithmeticFlags, arithmeticMode, openModel, requireOutput, writeWhole } from "../files.js";
import { growthData, growthLines } from "../growth/growth-report.js";
import { growthTable } from "../growth/growth-table.js";
import { ruleList } from "../growth/rule-list.js";
import { readSizes } from "../population/sizes.js";
import { showProgress } from "../progress.js";

export interface GrowFlags extends ArithmeticFlags {
  readonly rules?: string;
  readonly sizes: string;
  readonly output?: string;
  readonly json?: boolean;
}

/** `candor grow FILE`: rules side by side as a population grows. Exit code 0; a cell that could not be computed says why. */
export async function grow(path: string, flags: GrowFlags): Promise<number> {
  requireOutput(flags.output, [path]);
  const sizes = readSizes(flags.sizes, "--sizes");
  const mode = arithmeticMode(flags);
  const { model, files } = openModel(path);
  const rules = ruleList(flags.rules, model);
  const progress = showProgress(sizes.length * rules.length);
  const table = growthTable({ model, files, rules, sizes, mode, progress: progress.step });
  progress.done();
  if (flags.output !== undefined) {
    const { growthPage } = await import("../growth/growth-page.js");
    writeWhole(flags.output, await growthPage(table, printModel(model)));
  }
  const answer = flags.json ? JSON.stringify(growthData(table), null, 2) : growthLines(table).join("\n");
  process.stdout.write(`${answer}\n`);
  return EXIT.holds;
}
