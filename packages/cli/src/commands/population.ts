import { type ParsedModel, printModel, readPopulation } from "@candor/core/io";
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
import { openModel, requireOutput, writeWhole } from "../files.js";
import { type ExaminePopulation, examinePopulation } from "../population/examine-population.js";
import {
  checkOptimality,
  type OptimalityCheck,
  optimalityData,
  optimalitySection,
} from "../population/optimality.js";
import { populationData } from "../population/population-data.js";
import { populationLines, sectionLines } from "../population/population-lines.js";
import {
  examineRobustness,
  type RobustnessFlags,
  robustnessData,
  robustnessSections,
} from "../population/robustness.js";
import { readSizes } from "../population/sizes.js";
import { showProgress } from "../progress.js";

export interface PopulationFlags extends RobustnessFlags {
  readonly sizes?: string;
  readonly epsilon?: string;
  readonly exact?: boolean;
  readonly optimality?: string;
  readonly output?: string;
  readonly json?: boolean;
}

const USUAL_SIZES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000, 100_000, 1_000_000];
/** Counts that a size listed without being asked for may look at. */
const QUICK = 1_000_000;
/** Players up to which fractions are shown without being asked for sizes. */
const FEW = 100;

/** `candor population FILE`: how much lies gain under posterior payments as the population grows. Exit code 0. */
export async function population(path: string, flags: PopulationFlags): Promise<number> {
  requireOutput(flags.output, [path]);
  const { model, files } = openModel(path);
  const read = readPopulation(model, files);
  const question: ExaminePopulation = {
    sizes:
      flags.sizes === undefined ? usualSizes(read, flags.exact === true) : readSizes(flags.sizes, "--sizes"),
    targets: flags.epsilon?.split(",").map(readTarget) ?? [],
    rule: ruleOf(read, flags.grow),
    exact: flags.exact === true,
  };
  const checked = readOptimalitySizes(flags.optimality, read, question.rule);
  const progress = showProgress(question.sizes.length + question.targets.length);
  const found = examinePopulation(read, question, progress);
  const checks: OptimalityCheck[] = [];
  for (const composition of checked) {
    progress.step(`programs for ${composition.join(" + ")} players`);
    checks.push(await checkOptimality(model, files, read, composition));
  }
  progress.done();
  const robustness = examineRobustness(read, question, flags);
  const further = [...robustnessSections(found, robustness), ...checks.map(optimalitySection)];
  if (flags.output !== undefined) {
    const { populationPage } = await import("../population/population-page.js");
    writeWhole(flags.output, await populationPage(found, question, printModel(model), further, progress));
  }
  if (!flags.json) process.stdout.write(otherRuleNote(model));
  const text = flags.json
    ? JSON.stringify(
        {
          ...populationData(found),
          ...robustnessData(read, robustness),
          optimality: checks.map(optimalityData),
        },
        null,
        2,
      )
    : [...populationLines(found), ...further.flatMap(sectionLines)].join("\n");
  process.stdout.write(`${text}\n`);
  return EXIT.holds;
}

/** The compositions to be checked; every group needs a member there, or the model would lack a group it speaks of. */
function readOptimalitySizes(text: string | undefined, read: Population, rule: CompositionRule): number[][] {
  if (text === undefined) return [];
  return readSizes(text, "--optimality").map((n) => {
    const composition = rule(n);
    const empty = composition.indexOf(0);
    if (empty >= 0)
      fail(
        "invalid-value",
        "--optimality",
        `With ${n} players ${read.groups[empty].name} has no member (${composition.join(" + ")}); name a larger size.`,
      );
    return composition;
  });
}

function ruleOf(read: Population, grow: string | undefined): CompositionRule {
  return grow === undefined || grow === "proportional" ? proportional(read) : growingGroup(read, grow);
}

/** The usual sizes that are quick, and that of the file. */
function usualSizes(read: Population, exact: boolean): number[] {
  const study = studyPopulation(read);
  const stated = read.groups.reduce((sum, { count }) => sum + count, 0);
  const quick = USUAL_SIZES.filter((n) => roughCells(study, n) <= QUICK && (!exact || n <= FEW));
  return [...new Set([...quick, stated])].sort((a, b) => a - b);
}

function readTarget(text: string): Rational {
  const value = parseRational(text.trim());
  if (value !== undefined && value.n > 0n) return value;
  return fail("invalid-value", "--epsilon", `"${text}" is not a positive number such as 0.01 or 1/100.`);
}

/** A file may state another rule; this command is about posterior payments alone. */
function otherRuleNote({ file }: ParsedModel): string {
  const rule = (file.mechanism as { readonly rule?: unknown } | undefined)?.rule;
  if (file.mechanism === undefined || rule === "posterior-payment") return "";
  return `The mechanism of the file${typeof rule === "string" ? ` (${rule})` : ""} is not looked at; this is about posterior payments (σ*, q*).\n\n`;
}
