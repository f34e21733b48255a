import type { Command } from "commander";
import type { CommandContext } from "./command-context.js";

/** Commands about types on intervals, stated by distributions and formulas. */
export function intervalCommands(program: Command, { run }: CommandContext): void {
  program
    .command("screen")
    .requiredOption("--types <distribution>", "of the agent's type θ, e.g. uniform(0, 1)")
    .requiredOption("--value <formula>", "v(x, theta), what the quantity x is worth to type theta, e.g. theta*x")
    .option("--cost <formula>", "c(x), what it costs the principal", "0")
    .option("--quantities <range>", "from..to; to may be left out where the optimum is bounded", "0..1")
    .option("--outside <amount>", "what every type gets by staying away", "0")
    .option("-o, --output <file>", "write a report page (HTML)")
    .option("--json", "print the answer as JSON")
    .description("the best menu of quantities and prices for one agent whose type lies on an interval")
    .action((options) => run(async () => (await import("./commands/screen.js")).screen(options))());
}
