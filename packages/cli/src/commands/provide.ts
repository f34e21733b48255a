import { readDistribution } from "@candor/core/io";
import { fail, parseRational, toDouble } from "@candor/core/numeric";
import { EXIT } from "../exit.js";
import { examineProvision } from "../intervals/examine-provision.js";
import { provideData, provideLines } from "../intervals/provide-lines.js";
import { readWholeNumber, requireWithin } from "../intervals/whole-number.js";
import { withFlagPaths } from "../intervals/with-flag-paths.js";
import { readSizes } from "../population/sizes.js";
import { showProgress } from "../progress.js";

export interface ProvideFlags {
  readonly values: string;
  readonly contributors: string;
  readonly costPerHead: string;
  readonly sizes?: string;
  readonly json?: boolean;
}

const MOST_CONTRIBUTORS = 1000;

/** `candor provide`: whether contributors who may stay away can provide a public good. Exit code 0. */
export async function provide(flags: ProvideFlags): Promise<number> {
  const value = readDistribution(flags.values, "--values");
  const contributors = readWholeNumber(flags.contributors, "--contributors", 2, MOST_CONTRIBUTORS);
  const cost = parseRational(flags.costPerHead.trim());
  if (cost === undefined)
    fail("invalid-value", "--cost-per-head", `"${flags.costPerHead}" is not a number such as 0.5 or 1/2.`);
  const costPerHead = toDouble(cost!);
  if (costPerHead >= value.support[1])
    fail(
      "no-gains",
      "--cost-per-head",
      `Values of ${value.name} never add up to more than the cost: there is nothing to provide.`,
    );
  const sizes = flags.sizes === undefined ? [] : readSizes(flags.sizes, "--sizes");
  requireWithin(sizes, "--sizes", 2, MOST_CONTRIBUTORS);
  const progress = showProgress(1 + sizes.length);
  const paths = { distributions: "--values", values: "--values", cost: "--cost-per-head" };
  const found = withFlagPaths(paths, () =>
    examineProvision({ value, contributors, costPerHead }, sizes, progress),
  );
  progress.done();
  const text = flags.json ? JSON.stringify(provideData(found), null, 2) : provideLines(found).join("\n");
  process.stdout.write(`${text}\n`);
  return EXIT.holds;
}
