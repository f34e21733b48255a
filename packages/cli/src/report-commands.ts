import type { Command } from "commander";
import type { CommandContext } from "./command-context.js";

/** Commands that run a mechanism on reports. */
export function reportCommands(program: Command, { run }: CommandContext): void {
  program
    .command("tally")
    .argument("<model>", "model file of a population")
    .argument(
      "<reports...>",
      "NDJSON or CSV files of any size: participant, group (or utility), signal; - is the standard input",
    )
    .description("count the reports of participants by group and signal; finds who reported twice")
    .option("-o, --output <counts>", "where to write the counts; standard output otherwise")
    .option("--duplicates <policy>", "reject, or keep the first or last report of a participant", "reject")
    .option("--format <format>", "ndjson, csv, or auto", "auto")
    .option(
      "--temporary <folder>",
      "where a temporary file may lie, of some 14 bytes and its id for each report",
    )
    .action((model, reports, options) =>
      run(async () => (await import("./commands/tally.js")).tally(model, reports, options))(),
    );

  program
    .command("merge")
    .argument("<counts...>", "files of counts")
    .description("add counts of reports of one population")
    .option("-o, --output <counts>", "where to write the sum; standard output otherwise")
    .action((counts, options) =>
      run(async () => (await import("./commands/merge.js")).merge(counts, options))(),
    );

  program
    .command("settle")
    .argument("<model>", "model file of a population")
    .argument("[counts]", "file of counts")
    .description("the outcome, the posterior and what everybody pays, from counts of reports")
    .option("--counts <text>", 'instead of a file, e.g. "East: dry=3, wet=1; West: dry=2"')
    .option("--json", "print the answer as JSON")
    .action((model, counts, options) =>
      run(async () => (await import("./commands/settle.js")).settle(model, counts, options))(),
    );
}
