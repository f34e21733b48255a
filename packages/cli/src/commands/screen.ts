import { EXIT } from "../exit.js";
import { requireOutput, writeWhole } from "../files.js";
import { examineScreening } from "../intervals/examine-screening.js";
import { readScreening, type ScreeningFlags } from "../intervals/read-screening.js";
import { screenData } from "../intervals/screen-data.js";
import { screenLines } from "../intervals/screen-lines.js";

export interface ScreenFlags extends ScreeningFlags {
  readonly output?: string;
  readonly json?: boolean;
}

/** `candor screen`: the best menu of quantities and prices for one agent whose type lies on an interval. Exit code 0. */
export async function screen(flags: ScreenFlags): Promise<number> {
  requireOutput(flags.output);
  const { output, json, ...stated } = flags;
  const found = examineScreening(readScreening(stated));
  if (output !== undefined) {
    const { screenPage } = await import("../intervals/screen-page.js");
    writeWhole(output, await screenPage(found));
  }
  const text = json ? JSON.stringify(screenData(found), null, 2) : screenLines(found).join("\n");
  process.stdout.write(`${text}\n`);
  return EXIT.holds;
}
