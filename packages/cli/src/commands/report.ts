import { fail } from "@candor/core/numeric";
import { answer, type OutputFlags, openWorld } from "../intervals/study.js";
import { studyOf } from "../intervals/study-of.js";

/** `candor report FILE -o report.html`: the page about whatever question the file poses, and the answer as text. */
export async function report(file: string, { output }: OutputFlags): Promise<number> {
  if (output === undefined)
    return fail("missing-flag", "--output", "Say where to write the page: -o report.html.");
  return answer(studyOf(openWorld(file).world), file, { output });
}
