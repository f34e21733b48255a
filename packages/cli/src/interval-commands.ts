import type { Command } from "commander";
import { type CommandContext, repeated } from "./command-context.js";

/** Commands about types on intervals, stated by distributions and formulas. */
export function intervalCommands(program: Command, { run }: CommandContext): void {
  program
    .command("screen")
    .argument("[file]", "model file of one agent and quantities; not with flags that state the same")
    .option("--types <distribution>", "of the agent's type θ, e.g. uniform(0, 1)")
    .option("--value <formula>", "v(x, theta), what the quantity x is worth to type theta, e.g. theta*x")
    .option("--cost <formula>", "c(x), what it costs the principal; default 0")
    .option(
      "--quantities <range>",
      "from..to, by default 0..1; to may be left out where the optimum is bounded; or a list such as 0,1,2",
    )
    .option(
      "--kinks <list>",
      "quantities at which value or cost has a kink that abs does not show, e.g. 1/2,1",
    )
    .option("--outside <amount>", "what a type gets by staying away, also as a formula in theta; default 0")
    .option("-o, --output <file>", "write a report page (HTML)")
    .option("--json", "print the answer as JSON")
    .description("the best menu of quantities and prices for one agent whose type lies on an interval")
    .action((file, options) =>
      run(async () => (await import("./commands/screen.js")).screen(file, options))(),
    );

  program
    .command("trade")
    .argument("[file]", "model file of one object, its owner and a buyer; not with --seller and --buyer")
    .option("--seller <distribution>", "of a seller's cost, e.g. uniform(0, 1)")
    .option("--buyer <distribution>", "of a buyer's value")
    .option("--sellers <number>", "sellers with one unit each; default 1")
    .option("--buyers <number>", "buyers who want one unit each; default 1")
    .option("--grow <list>", "also with as many sellers as buyers, e.g. 1,2,4,8")
    .option("-o, --output <file>", "write a report page (HTML) with the trade region")
    .option("--json", "print the answer as JSON")
    .description("what trade can achieve: first and second best, McAfee's rule, a posted price, a broker")
    .action((file, options) => run(async () => (await import("./commands/trade.js")).trade(file, options))());

  program
    .command("provide")
    .argument("[file]", "model file of a project; not with flags that state the same")
    .option(
      "--values <distribution>",
      "of what the public good is worth to a contributor; repeated for different kinds",
      repeated,
    )
    .option("--contributors <counts>", "how many of each kind, e.g. 4 or 2,1")
    .option("--cost-per-head <amount>", "cost of the good over the number of contributors")
    .option("--sizes <list>", "also with other numbers of contributors and the same cost a head, e.g. 2,5,10")
    .option("-o, --output <file>", "write a report page (HTML)")
    .option("--json", "print the answer as JSON")
    .description("whether contributors who may stay away can provide a public good, and the second best")
    .action((file, options) =>
      run(async () => (await import("./commands/provide.js")).provide(file, options))(),
    );

  program
    .command("partnership")
    .argument("[file]", "model file of one object and partners; not with --values and --shares")
    .option(
      "--values <distribution>",
      "of a partner's value, e.g. uniform(0, 1); once for all partners or repeated for each",
      repeated,
    )
    .option("--shares <fractions>", "of the partners, adding up to 1, e.g. 1/2,1/2")
    .option("-o, --output <file>", "write a report page (HTML)")
    .option("--json", "print the answer as JSON")
    .description(
      "whether partners who own one object together can dissolve efficiently, at which shares, and how",
    )
    .action((file, options) =>
      run(async () => (await import("./commands/partnership.js")).partnership(file, options))(),
    );

  program
    .command("efficient")
    .argument("<file>", "model file of one object that somebody gets, with any outside options")
    .option("-o, --output <file>", "write a report page (HTML)")
    .option("--json", "print the answer as JSON")
    .description("whether the object can go to whom it is worth most with a balanced budget, and how")
    .action((file, options) =>
      run(async () => (await import("./commands/efficient.js")).efficient(file, options))(),
    );

  program
    .command("report")
    .argument("<file>", "model file with types on intervals")
    .requiredOption("-o, --output <page>", "the report page (HTML)")
    .description(
      "the page of auction, screen, trade, partnership, provide or efficient, whichever the file poses",
    )
    .action((file, options) =>
      run(async () => (await import("./commands/report.js")).report(file, options))(),
    );

  program
    .command("discretize")
    .argument("<file>", "model file with types on intervals")
    .requiredOption("--points <number>", "types of each agent")
    .option("--rule <rule>", "midpoint, quantile or trapezoid", "midpoint")
    .option("--quantities <number>", "quantities of an interval; default as many as types")
    .option("-o, --output <file>", "where to write; standard output otherwise")
    .description("put a model with types on intervals on a grid, for every other command")
    .action((file, options) =>
      run(async () => (await import("./commands/discretize.js")).discretize(file, options))(),
    );

  program
    .command("grid")
    .argument("<file>", "model file with types on intervals")
    .option("--points <list>", "numbers of types an agent", "10,20,40")
    .option("--rule <rule>", "midpoint, quantile or trapezoid", "midpoint")
    .option("--json", "print the answer as JSON")
    .description("what the best mechanisms on grids of types achieve, and how fast that meets the interval")
    .action((file, options) => run(async () => (await import("./commands/grid.js")).grid(file, options))());
}
