import { objectOf } from "@candor/core/io";
import { examinePartnership, type PartnershipFindings } from "../intervals/examine-partnership.js";
import { partnershipData } from "../intervals/partnership-data.js";
import { partnershipLines } from "../intervals/partnership-lines.js";
import {
  type PartnerFlags,
  partners,
  readPartners,
  type StatedPartnership,
} from "../intervals/read-partners.js";
import { required } from "../intervals/required.js";
import { answer, type IntervalStudy, type OutputFlags } from "../intervals/study.js";
import { surpluses } from "../intervals/surpluses.js";
import { withFlagPaths } from "../intervals/with-flag-paths.js";
import { showProgress } from "../progress.js";

export type PartnershipFlags = Partial<PartnerFlags> & OutputFlags;

/** `candor partnership`: whether partners who own one object together can dissolve efficiently, and how. */
export function partnership(file: string | undefined, flags: PartnershipFlags): Promise<number> {
  return answer(partnershipStudy, file, flags);
}

export const partnershipStudy: IntervalStudy<PartnershipFlags, StatedPartnership, PartnershipFindings> = {
  places: { "--values": "agents", "--shares": "outside" },
  fromFlags: (flags) => readPartners(required(flags, ["values", "shares"])),
  fromWorld(world) {
    const { agents, kept } = objectOf(world);
    const shares = agents.flatMap(({ share }) => share ?? []);
    if (kept !== undefined || shares.length < agents.length)
      return world.refuse(
        ["outside"],
        "Partners own shares of one object that one of them gets: their outside options are a share times own, e.g. own / 2.",
      );
    return partners(
      agents.map(({ values }) => values),
      shares,
      agents.map(({ name }) => name),
    );
  },
  examine(stated) {
    const places = stated.shares.flatMap((_, i) => [
      `agents[${i}]`,
      `agents[${i}].outside`,
      `partner ${i + 1}`,
    ]);
    const progress = showProgress(3);
    const found = withFlagPaths(Object.fromEntries(places.map((place) => [place, "--values"])), () =>
      examinePartnership(stated, progress),
    );
    progress.done();
    return found;
  },
  lines: partnershipLines,
  data: partnershipData,
  page: async (found, source) =>
    (await import("../intervals/partnership-page.js")).partnershipPage(found, source),
  onGrid: (_, { decision }) => surpluses(decision.surplus),
};
