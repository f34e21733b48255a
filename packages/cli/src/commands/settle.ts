import { readPopulation } from "@candor/core/io";
import { fail } from "@candor/core/numeric";
import { settle as settleCounts } from "@candor/core/population";
import { EXIT } from "../exit.js";
import { openModel } from "../files.js";
import { readCountsFile } from "../reports/counts-file.js";
import { settlementData, settlementLines } from "../reports/settlement-report.js";
import { statedCounts } from "../reports/stated-counts.js";

/**
 * `candor settle MODEL COUNTS`: the outcome of (σ*, q*) from counts of reports: the alternative, the posterior, and what everybody
 * pays.
 */
export async function settle(
  path: string,
  countsPath: string | undefined,
  flags: { readonly counts?: string; readonly json?: boolean },
): Promise<number> {
  if ((countsPath === undefined) === (flags.counts === undefined))
    fail("invalid-value", "--counts", "Give either a file of counts or --counts.");
  const { model, files } = openModel(path);
  const population = readPopulation(model, files);
  const counts =
    countsPath === undefined ? statedCounts(population, flags.counts!) : readCountsFile(countsPath);
  const settled = settleCounts(population, counts);
  const answer = flags.json
    ? JSON.stringify(settlementData(population, settled), null, 2)
    : settlementLines(population, settled).join("\n");
  process.stdout.write(`${answer}\n`);
  return EXIT.holds;
}
