import type { Distribution } from "@candor/core/intervals";
import { projectOf, readDistribution } from "@candor/core/io";
import { fail, parseRational, toDouble } from "@candor/core/numeric";
import {
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
  readonly values?: string;
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
    const value = readDistribution(values, "--values", observationsAnywhere);
    const cost = parseRational(costPerHead.trim());
    if (cost === undefined)
      return fail("invalid-value", "--cost-per-head", `"${costPerHead}" is not a number such as 0.5 or 1/2.`);
    return question(
      value,
      readWholeNumber(contributors, "--contributors", 2, MOST_CONTRIBUTORS),
      toDouble(cost),
    );
  },
  fromWorld(world) {
    const { values, cost } = projectOf(world);
    const [value, ...others] = values;
    if (others.length === 0 || others.some((other) => other !== value))
      return world.refuse(
        ["agents"],
        "Provision is worked out for two or more contributors whose values have one distribution: one group with a count.",
      );
    return question(value, values.length, toDouble(cost) / values.length);
  },
  examine(asked, { sizes: list }) {
    const sizes = list === undefined ? [] : readSizes(list, "--sizes");
    requireWithin(sizes, "--sizes", 2, MOST_CONTRIBUTORS);
    const progress = showProgress(1 + sizes.length);
    const paths = { distributions: "--values", values: "--values", cost: "--cost-per-head" };
    const found = withFlagPaths(paths, () => examineProvision(asked, sizes, progress));
    progress.done();
    return found;
  },
  lines: provideLines,
  data: provideData,
  page: async (found) => (await import("../intervals/provide-page.js")).providePage(found),
};

function question(value: Distribution, contributors: number, costPerHead: number): ProvisionQuestion {
  if (costPerHead >= value.support[1])
    fail(
      "no-gains",
      "--cost-per-head",
      `Values of ${value.name} never add up to more than the cost: there is nothing to provide.`,
    );
  return { value, contributors, costPerHead };
}
