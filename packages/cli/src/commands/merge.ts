import { CandorError } from "@candor/core/numeric";
import { mergeCounts } from "@candor/core/population";
import { EXIT } from "../exit.js";
import { requireOutput, writeWhole } from "../files.js";
import { printCounts, readCountsFile } from "../reports/counts-file.js";

/**
 * `candor merge COUNTS…`: the sum of counts of one population, the same bytes whatever their order. Participants who are in several of
 * them cannot be seen from counts; the same part twice can, and is refused.
 */
export async function merge(
  paths: readonly string[],
  { output }: { readonly output?: string },
): Promise<number> {
  requireOutput(output, paths);
  const list = paths.map(readCountsFile);
  const merged = naming(paths, () => mergeCounts(list));
  if (output === undefined) process.stdout.write(printCounts(merged));
  else writeWhole(output, printCounts(merged));
  process.stderr.write(
    `${merged.reports} reports of ${merged.parts.length} part${merged.parts.length === 1 ? "" : "s"}\n`,
  );
  return EXIT.holds;
}

/** Problems with the k-th counts name their file. */
function naming<T>(paths: readonly string[], compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof CandorError)) throw error;
    throw new CandorError(
      error.problems.map((problem) => ({
        ...problem,
        path: problem.path.replace(/^\[(\d+)\]/, (_, k) => paths[Number(k)]),
      })),
    );
  }
}
