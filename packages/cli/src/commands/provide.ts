import { projectOf, readDistribution } from "@candor/core/io";
import { fail, parseRational, toDouble } from "@candor/core/numeric";
import {
  type ContributorKind,
  examineProvision,
  type ProvisionFindings,
  type ProvisionQuestion,
} from "../intervals/examine-provision.js";
import { provideData, provideLines } from "../intervals/provide-lines.js";
import { observationsAnywhere } from "../intervals/read-observations.js";
import { required } from "../intervals/required.js";
import { answer, type IntervalStudy, type OutputFlags } from "../intervals/study.js";
import { readWholeNumber, requireWithin } from "../intervals/whole-number.js";
import { withFlagPaths } from "../intervals/with-flag-paths.js";
import { readSizes } from "../population/sizes.js";
import { showProgress } from "../progress.js";

export interface ProvideFlags extends OutputFlags {
  /** One for each kind of contributor. */
  readonly values?: readonly string[];
  /** How many of each kind, separated by commas. */
  readonly contributors?: string;
  readonly costPerHead?: string;
  readonly sizes?: string;
}

const MOST_CONTRIBUTORS = 1000;

/** `candor provide`: whether contributors who may stay away can provide a public good. */
export function provide(file: string | undefined, flags: ProvideFlags): Promise<number> {
  return answer(provideStudy, file, flags);
}

export const provideStudy: IntervalStudy<ProvideFlags, ProvisionQuestion, ProvisionFindings> = {
  places: { "--values": "agents", "--contributors": "agents", "--cost-per-head": "alternatives" },
  fromFlags(flags) {
    const { values, contributors, costPerHead } = required(flags, ["values", "contributors", "costPerHead"]);
    const counts = contributors.split(",");
    if (counts.length !== values.length)
      fail(
        "invalid-value",
        "--contributors",
        `Give one number for each of the --values, e.g. ${values.map((_, k) => k + 2).join(",")}: there are ${values.length} of them, and ${counts.length} numbers.`,
      );
    const kinds = values.map((text, k) => ({
      value: readDistribution(text, "--values", observationsAnywhere),
      count: readWholeNumber(counts[k], "--contributors", 1, MOST_CONTRIBUTORS),
    }));
    const cost = parseRational(costPerHead.trim());
    if (cost === undefined)
      return fail("invalid-value", "--cost-per-head", `"${costPerHead}" is not a number such as 0.5 or 1/2.`);
    return question(kinds, toDouble(cost));
  },
  fromWorld(world) {
    const { values, cost } = projectOf(world);
    const kinds = [...new Set(values)].map((value) => ({
      value,
      count: values.filter((other) => other === value).length,
    }));
    return question(kinds, toDouble(cost) / values.length);
  },
  examine(asked, { sizes: list }) {
    const sizes = list === undefined ? [] : readSizes(list, "--sizes");
    requireWithin(sizes, "--sizes", 2, MOST_CONTRIBUTORS);
    if (sizes.length > 0 && asked.kinds.length > 1)
      fail("invalid-value", "--sizes", "Other numbers are worked out for contributors of one kind.");
    const progress = showProgress(1 + sizes.length);
    const paths = { distributions: "--values", values: "--values", cost: "--cost-per-head" };
    const found = withFlagPaths(paths, () => examineProvision(asked, sizes, progress));
    progress.done();
    return found;
  },
  lines: provideLines,
  data: provideData,
  page: async (found, source) => (await import("../intervals/provide-page.js")).providePage(found, source),
};

function question(kinds: readonly ContributorKind[], costPerHead: number): ProvisionQuestion {
  const contributors = kinds.reduce((sum, { count }) => sum + count, 0);
  if (contributors < 2 || contributors > MOST_CONTRIBUTORS)
    fail(
      "invalid-value",
      "--contributors",
      `The answer is worked out for 2 to ${MOST_CONTRIBUTORS} contributors, not for ${contributors}.`,
    );
  const most = kinds.reduce((sum, { value, count }) => sum + count * value.support[1], 0);
  if (costPerHead * contributors >= most)
    fail(
      "no-gains",
      "--cost-per-head",
      `Values of ${kinds.map(({ value }) => value.name).join("; ")} never add up to more than the cost: there is nothing to provide.`,
    );
  return { kinds, contributors, costPerHead };
}
