import { type Distribution, linearOption, type OutsideOption } from "@candor/core/intervals";
import { type IntervalAgent, objectOf, smoothFormula } from "@candor/core/io";
import { CandorError, fail, toDouble } from "@candor/core/numeric";
import { efficientData } from "../intervals/efficient-data.js";
import { efficientLines } from "../intervals/efficient-lines.js";
import { type Claimant, type EfficientFindings, examineEfficient } from "../intervals/examine-efficient.js";
import { answer, type IntervalStudy, type OutputFlags } from "../intervals/study.js";
import { surpluses } from "../intervals/surpluses.js";
import { typesSeen } from "../intervals/types-seen.js";
import { withFlagPaths } from "../intervals/with-flag-paths.js";
import { showProgress } from "../progress.js";

/** Answers take seconds up to here. */
const MOST_AGENTS = 6;

/** `candor efficient FILE`: whether one object can go to whom it is worth most, for any outside options, and how. */
export function efficient(file: string, flags: OutputFlags): Promise<number> {
  return answer(efficientStudy, file, flags);
}

export const efficientStudy: IntervalStudy<OutputFlags, readonly Claimant[], EfficientFindings> = {
  places: {},
  fromFlags: () => fail("missing-file", "", "Name a model file."),
  fromWorld(world) {
    const { agents, kept } = objectOf(world);
    if (kept !== undefined)
      world.refuse(
        ["alternatives"],
        "Here somebody must get the object: leave nobody out, or see candor auction.",
      );
    if (agents.length < 2 || agents.length > MOST_AGENTS)
      world.refuse(
        ["agents"],
        `The answer is worked out for 2 to ${MOST_AGENTS} agents, not for ${agents.length}.`,
      );
    return agents.map(({ name, values, outside, outsideSwitches, share }, i) => ({
      name,
      distribution: values,
      outside:
        share === undefined
          ? {
              value: outside,
              breakpoints: outsideSwitches(typesSeen(values)),
              ...slopeOf(world.agents[i], values),
            }
          : linearOption(toDouble(share)),
      written: world.agents[i].outside.text,
    }));
  },
  examine(claimants) {
    const places = claimants.flatMap((_, i) => [
      [`agents[${i}]`, "agents"],
      [`agents[${i}].outside`, "outside"],
    ]);
    const progress = showProgress(2);
    const found = withFlagPaths(Object.fromEntries(places), () => examineEfficient(claimants, progress));
    progress.done();
    return found;
  },
  lines: efficientLines,
  data: efficientData,
  page: async (found, source) =>
    (await import("../intervals/efficient-page.js")).efficientPage(found, source),
  onGrid: (_, { decision }) => surpluses(decision.surplus),
};

/** The slope of the outside option in the own type, where its formula can be differentiated and types are values. */
function slopeOf({ types, outside }: IntervalAgent, values: Distribution): Pick<OutsideOption, "slope"> {
  if (values !== types) return {};
  try {
    return { slope: smoothFormula(outside.text, ["own"]).derivative("own").at };
  } catch (error) {
    if (error instanceof CandorError) return {};
    throw error;
  }
}
