import { EXIT } from "../exit.js";
import { requireOutput, writeWhole } from "../files.js";
import { examinePartnership } from "../intervals/examine-partnership.js";
import { partnershipData } from "../intervals/partnership-data.js";
import { partnershipLines } from "../intervals/partnership-lines.js";
import { type PartnerFlags, readPartners } from "../intervals/read-partners.js";
import { withFlagPaths } from "../intervals/with-flag-paths.js";
import { showProgress } from "../progress.js";

export interface PartnershipFlags extends PartnerFlags {
  readonly output?: string;
  readonly json?: boolean;
}

/** `candor partnership`: whether partners who own one object together can dissolve efficiently, and how. Exit code 0. */
export async function partnership(flags: PartnershipFlags): Promise<number> {
  requireOutput(flags.output);
  const stated = readPartners(flags);
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
  if (flags.output !== undefined) {
    const { partnershipPage } = await import("../intervals/partnership-page.js");
    writeWhole(flags.output, await partnershipPage(found));
  }
  const text = flags.json
    ? JSON.stringify(partnershipData(found), null, 2)
    : partnershipLines(found).join("\n");
  process.stdout.write(`${text}\n`);
  return EXIT.holds;
}
