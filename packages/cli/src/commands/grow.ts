import { fail } from "@candor/core/numeric";
import { EXIT } from "../exit.js";
import { type ArithmeticFlags, arithmeticMode, openModel } from "../files.js";
import { growthTable } from "../growth/growth-table.js";
import { growthData, growthLines } from "../growth/growth-report.js";
import { ruleList } from "../growth/rule-list.js";
import { showProgress } from "../progress.js";

export interface GrowFlags extends ArithmeticFlags {
  readonly rules?: readonly string[];
  readonly sizes: string;
  readonly json?: boolean;
}

/** More agents than a model can have. */
const LARGEST = 10_000;

/** `candor grow FILE`: rules side by side as the population of a model grows. Exit code 0; a cell that could not be computed says why. */
export async function grow(path: string, flags: GrowFlags): Promise<number> {
  const sizes = readSizes(flags.sizes);
  const mode = arithmeticMode(flags);
  const { model, files } = openModel(path);
  const rules = ruleList(flags.rules, model);
  const progress = showProgress(sizes.length * rules.length);
  const table = growthTable({ model, files, rules, sizes, mode, progress: progress.step });
  progress.done();
  const answer = flags.json ? JSON.stringify(growthData(table), null, 2) : growthLines(table).join("\n");
  process.stdout.write(`${answer}\n`);
  return EXIT.holds;
}

/** "2,4,8" as increasing numbers. */
function readSizes(text: string): number[] {
  const sizes = text.split(",").map((each) => {
    const n = /^\s*\d+\s*$/.test(each) ? Number(each) : 0;
    if (n < 1 || n > LARGEST)
      fail("not-an-integer", "--sizes", `"${each}" must be a whole number from 1 to ${LARGEST}.`);
    return n;
  });
  return [...new Set(sizes)].sort((a, b) => a - b);
}
