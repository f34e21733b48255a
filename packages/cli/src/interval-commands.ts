import type { Command } from "commander";
import type { CommandContext } from "./command-context.js";

/** Commands about types on intervals, stated by distributions and formulas. */
export function intervalCommands(program: Command, { run }: CommandContext): void {
  program
    .command("screen")
    .requiredOption("--types <distribution>", "of the agent's type θ, e.g. uniform(0, 1)")
    .requiredOption(
      "--value <formula>",
      "v(x, theta), what the quantity x is worth to type theta, e.g. theta*x",
    )
    .option("--cost <formula>", "c(x), what it costs the principal", "0")
    .option(
      "--quantities <range>",
      "from..to; to may be left out where the optimum is bounded; or a list such as 0,1,2",
      "0..1",
    )
    .option("--kinks <list>", "quantities at which value or cost has a kink, e.g. 1/2,1, or none")
    .option("--outside <amount>", "what every type gets by staying away, also as a formula in theta", "0")
    .option("-o, --output <file>", "write a report page (HTML)")
    .option("--json", "print the answer as JSON")
    .description("the best menu of quantities and prices for one agent whose type lies on an interval")
    .action((options) => run(async () => (await import("./commands/screen.js")).screen(options))());

  program
    .command("trade")
    .requiredOption("--seller <distribution>", "of a seller's cost, e.g. uniform(0, 1)")
    .requiredOption("--buyer <distribution>", "of a buyer's value")
    .option("--sellers <number>", "sellers with one unit each", "1")
    .option("--buyers <number>", "buyers who want one unit each", "1")
    .option("--grow <list>", "also with as many sellers as buyers, e.g. 1,2,4,8")
    .option("-o, --output <file>", "write a report page (HTML) with the trade region")
    .option("--json", "print the answer as JSON")
    .description("what trade can achieve: first and second best, McAfee's rule, a posted price, a broker")
    .action((options) => run(async () => (await import("./commands/trade.js")).trade(options))());

  program
    .command("provide")
    .requiredOption("--values <distribution>", "of what the public good is worth to a contributor")
    .requiredOption("--contributors <number>", "how many there are, alike and independent")
    .requiredOption("--cost-per-head <amount>", "cost of the good over the number of contributors")
    .option("--sizes <list>", "also with other numbers of contributors and the same cost a head, e.g. 2,5,10")
    .option("--json", "print the answer as JSON")
    .description("whether contributors who may stay away can provide a public good, and the second best")
    .action((options) => run(async () => (await import("./commands/provide.js")).provide(options))());

  program
    .command("partnership")
    .requiredOption(
      "--values <distribution>",
      "of a partner's value, e.g. uniform(0, 1); once for all partners or repeated for each",
      (text: string, before: readonly string[] = []) => [...before, text],
    )
    .requiredOption("--shares <fractions>", "of the partners, adding up to 1, e.g. 1/2,1/2")
    .option("-o, --output <file>", "write a report page (HTML)")
    .option("--json", "print the answer as JSON")
    .description(
      "whether partners who own one object together can dissolve efficiently, at which shares, and how",
    )
    .action((options) => run(async () => (await import("./commands/partnership.js")).partnership(options))());
}
