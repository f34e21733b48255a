import { examineScreening, type ScreeningFindings } from "../intervals/examine-screening.js";
import { readScreening, type ScreeningFlags, type StatedScreening } from "../intervals/read-screening.js";
import { required } from "../intervals/required.js";
import { screenData } from "../intervals/screen-data.js";
import { screenLines } from "../intervals/screen-lines.js";
import { answer, type IntervalStudy, type OutputFlags } from "../intervals/study.js";

export type ScreenFlags = Partial<ScreeningFlags> & OutputFlags;

/** `candor screen`: the best menu of quantities and prices for one agent whose type lies on an interval. */
export function screen(file: string | undefined, flags: ScreenFlags): Promise<number> {
  return answer(screenStudy, file, flags);
}

export const screenStudy: IntervalStudy<ScreenFlags, StatedScreening, ScreeningFindings> = {
  places: {
    "--types": "agents",
    "--value": "values",
    "--cost": "designer.value",
    "--quantities": "alternatives",
    "--kinks": "alternatives",
    "--outside": "outside",
  },
  fromFlags: (flags) => {
    const { output: _, json: __, ...stated } = required(flags, ["types", "value"]);
    return readScreening(stated);
  },
  fromWorld(world) {
    const { agents, quantities } = world;
    if (quantities === undefined)
      return world.refuse(
        ["alternatives"],
        "Screening offers quantities to one agent: {quantities: {from: 0, to: 1}}.",
      );
    const [{ written, types, outside }] = agents;
    const renamed = (text: string) => text.replace(/\bown\b/g, "theta").replace(/\balternative\b/g, "x");
    const { range, kinks, value, cost } = quantities;
    const stated = {
      types: written,
      value: renamed(value),
      cost: renamed(cost),
      outside: renamed(outside.text),
    };
    return readScreening({ ...stated, quantities: range, kinks }, types);
  },
  examine: examineScreening,
  lines: screenLines,
  data: screenData,
  page: async (found, source) => (await import("../intervals/screen-page.js")).screenPage(found, source),
  onGrid: (_, { screening }) => [
    { name: "profit", interval: screening.profit, finite: { maximize: "revenue + designer" } },
  ],
};
