import { readPopulation } from "@candor/core/io";
import { fail, parseRational, type Rational } from "@candor/core/numeric";
import {
  type CompositionRule,
  growingGroup,
  type Population,
  proportional,
  roughCells,
  studyPopulation,
} from "@candor/core/population";
import { EXIT } from "../exit.js";
import { openModel } from "../files.js";
import { examinePopulation } from "../population/examine-population.js";
import { populationData } from "../population/population-data.js";
import { populationLines } from "../population/population-lines.js";
import { readSizes } from "../population/sizes.js";
import { showProgress } from "../progress.js";

export interface PopulationFlags {
  readonly sizes?: string;
  readonly epsilon?: string;
  readonly grow?: string;
  readonly exact?: boolean;
  readonly json?: boolean;
}

const USUAL_SIZES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000, 100_000, 1_000_000];
/** Counts that a size listed without being asked for may look at. */
const QUICK = 1_000_000;

/** `candor population FILE`: how much lies gain under posterior payments as the population grows. Exit code 0. */
export function population(path: string, flags: PopulationFlags): number {
  const { model, files } = openModel(path);
  const read = readPopulation(model, files);
  const targets = flags.epsilon?.split(",").map(readTarget) ?? [];
  const sizes = flags.sizes === undefined ? usualSizes(read, flags.exact) : readSizes(flags.sizes, "--sizes");
  const progress = showProgress(sizes.length + targets.length);
  const found = examinePopulation(
    read,
    { sizes, targets, rule: ruleOf(read, flags.grow), exact: flags.exact === true },
    progress,
  );
  const text = flags.json ? JSON.stringify(populationData(found), null, 2) : populationLines(found).join("\n");
  process.stdout.write(`${text}\n`);
  return EXIT.holds;
}

function ruleOf(read: Population, grow: string | undefined): CompositionRule {
  return grow === undefined || grow === "proportional" ? proportional(read) : growingGroup(read, grow);
}

/** The usual sizes that are quick, and that of the file. */
function usualSizes(read: Population, exact: boolean | undefined): number[] {
  const study = studyPopulation(read);
  const stated = read.groups.reduce((sum, { count }) => sum + count, 0);
  const quick = USUAL_SIZES.filter((n) => roughCells(study, n) <= QUICK && (!exact || n <= 100));
  return [...new Set([...quick, stated])].sort((a, b) => a - b);
}

function readTarget(text: string): Rational {
  const value = parseRational(text.trim());
  if (value === undefined || value.n <= 0n)
    fail("invalid-value", "--epsilon", `"${text}" is not a positive number such as 0.01 or 1/100.`);
  return value!;
}
