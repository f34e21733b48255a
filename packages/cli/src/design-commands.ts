import type { Command } from "commander";
import { withArithmetic as arithmetic, type CommandContext, repeated, splitIds } from "./command-context.js";

/** Commands that look for the best mechanism, and the one that checks what they found. */
export function designCommands(program: Command, { run, runInFractions }: CommandContext): void {
  program
    .command("design")
    .argument("<file>", "model file; a mechanism in it is ignored")
    .description("the best mechanism of a model under the constraints asked for, with a certificate")
    .option(
      "--maximize <objective>",
      "revenue, welfare, nothing, revenue+1/2*welfare, or an expression such as 'revenue - payment.Ann'",
      "revenue",
    )
    .option("--incentives <list>", "dominant, ex-post, epistemic-ex-post, bayesian (default), or none")
    .option("--participation <list>", "ex-post, epistemic, interim (default), ex-ante, or none")
    .option(
      "--money <list>",
      "no-deficit, no-deficit-ex-ante, balanced, balanced-ex-ante, no-payments, or none (default)",
    )
    .option(
      "--subject-to <list>",
      "instead of these three: properties it must have, e.g. dominant-strategy-ic,ex-post-ir,no-deficit",
    )
    .option("--epsilon <number>", "the gain from lies that is let pass, in the unit of the values", "0")
    .option("--deterministic", "sure choices only, no lotteries")
    .option("--anonymous", "alike agents are treated alike")
    .option("--certificate <file>", "write the certificate, for candor verify")
    .option("-o, --output <file>", "write the model with the mechanism found")
    .option("--emit <format>", "mps: write the program for another solver instead of solving it")
    .option(
      "--solution <file>",
      "start from a solution that another solver found of it: one `name value` a line; Gurobi, HiGHS, SCIP, CPLEX files",
    )
    .option("--time-limit <seconds>", "stop after about so long with what is proved by then")
    .option("--explain", "say how it was computed and list every binding constraint")
    .option("--json", "print the answer as JSON")
    .action((file, options) =>
      runInFractions(async () => (await import("./commands/design.js")).design(file, options))(),
    );

  program
    .command("verify")
    .argument("<file>", "certificate (JSON)")
    .option("--model <file>", "check as well that the certificate is about this model")
    .description("check a certificate from the definitions, by a program that shares nothing with candor")
    .action((file, options) =>
      run(async () => (await import("./commands/verify.js")).verify(file, options))(),
    );

  program
    .command("auction")
    .argument("[file]", "model file of one object that may stay unsold; not with --values")
    .description(
      "the best auction of one object for any prior, why nothing earns more, and what other ways to sell bring",
    )
    .option(
      "--values <distribution>",
      "instead of a file: values on an interval, e.g. uniform(0, 1); repeated for different bidders",
      repeated,
    )
    .option("--bidders <counts>", "with --values: how many bidders have each, e.g. 3 or 2,1", splitIds)
    .option("--seller-value <number>", "with --values: what the object is worth to the seller, default 0")
    .option("--certificate <file>", "write the certificate, for candor verify")
    .option(
      "-o, --output <file>",
      "write the model with the auction found; with --values a report page (HTML)",
    )
    .option("--json", "print the answer as JSON")
    .action((file, options) =>
      options.values === undefined
        ? runInFractions(async () => (await import("./commands/auction.js")).auction(file, options))()
        : run(async () => (await import("./commands/interval-auction.js")).intervalAuction(file, options))(),
    );

  arithmetic(program.command("sell"))
    .argument("<file>", "model file with items or grades")
    .description("the largest revenue from selling several items, or one object in several grades")
    .option("--incentives <kind>", "bayesian or dominant", "bayesian")
    .option("--certificate <file>", "of a small sale: write a certificate, for candor verify")
    .option("-o, --output <file>", "of a small sale: write the model with the mechanism found")
    .option("--json", "print the answer as JSON")
    .action((file, options) => run(async () => (await import("./commands/sell.js")).sell(file, options))());

  program
    .command("frontier")
    .argument("<file>", "model file; a mechanism in it is ignored")
    .description("what the best mechanism is worth as the gain from lies that is let pass grows, exactly")
    .option("--maximize <objective>", "revenue, welfare, or revenue+1/2*welfare", "revenue")
    .option("--incentives <list>", "dominant, ex-post, epistemic-ex-post, bayesian (default)")
    .option("--participation <list>", "ex-post, epistemic, interim (default), ex-ante, or none")
    .option(
      "--money <list>",
      "no-deficit, no-deficit-ex-ante, balanced, balanced-ex-ante, no-payments, or none (default)",
    )
    .option("--to <epsilon>", "the largest ε looked at; all of them otherwise")
    .option("--solves <count>", "how many programs may be solved")
    .option("--certificates <folder>", "write a certificate for each breakpoint there")
    .option("--json", "print the answer as JSON")
    .action((file, options) =>
      runInFractions(async () => (await import("./commands/frontier.js")).frontier(file, options))(),
    );
}
