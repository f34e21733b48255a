import { Command, CommanderError } from "commander";
import { addReportCommands } from "./add-report-commands.js";
import { EXIT } from "./exit.js";

/** "a,b" and repeated options add up. */
function splitIds(text: string, before: readonly string[] = []): string[] {
  return [...before, ...text.split(",")];
}

/**
 * Runs candor with the arguments of a process and returns its exit code: 0 holds, 1 fails, 2 bad input. `templates` is the
 * folder of the starter models.
 */
export async function main(argv: readonly string[], templates: URL): Promise<number> {
  let code: number = EXIT.holds;
  // A reader such as head may close the pipe before everything is written; that is no fault. A full disk is.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") return;
    process.stderr.write(`The output cannot be written: ${error.message}.\n`);
    process.exit(EXIT.badInput);
  });
  const program = new Command("candor")
    .description(
      "Mechanism design: state a situation and a rule, learn what holds, by how much it fails, and who gains by lying.",
    )
    .version("0.1.0")
    .exitOverride()
    .showHelpAfterError("(candor --help lists the commands)");
  const run = (command: () => Promise<number>) => async () => {
    code = await command();
  };
  /** Of commands without doubles to fall back on. */
  const runInFractions = (command: () => Promise<number>) =>
    run(async () => (await import("./in-fractions.js")).inFractions(command));
  const arithmetic = (command: Command) =>
    command
      .option("--exact", "compute in fractions; every answer is a proof")
      .option("--float", "compute in doubles; every answer carries an error bound");

  arithmetic(program.command("check"))
    .argument("<file>", "model file (YAML or JSON)")
    .description("check the mechanism of a model file for every property")
    .option(
      "--property <ids>",
      "check these and what the file requires only; separate by commas or repeat",
      splitIds,
    )
    .option(
      "--tolerance <number>",
      "ε up to which a property counts as holding (default: 0 in fractions, 1e-9 of the range of the values in doubles)",
    )
    .option("--all", "list also what cannot differ or does not apply in this model")
    .option("--relative", "read the tolerance and show ε as a share of the range of the values")
    .option(
      "--support",
      "let ex post and dominance properties range over profiles of positive probability only",
    )
    .option("--interim", "list interim payments, utilities and quantities by type")
    .option("--json", "print the verdicts as JSON")
    .action((file, options) => run(async () => (await import("./commands/check.js")).check(file, options))());

  arithmetic(program.command("explain"))
    .argument("<file>", "model file")
    .requiredOption("--profile <types>", 'the reports, e.g. "Seller=1/4, Buyer=3/4"')
    .description("walk through one profile: the outcome, each payment and why")
    .action((file, options) =>
      run(async () => (await import("./commands/explain.js")).explain(file, options))(),
    );

  arithmetic(program.command("compare"))
    .argument("<file>", "model file")
    .argument("<other>", "model file of the same situation with another mechanism")
    .description("revenue equivalence of two mechanisms: the constants, or where they differ")
    .option("--json", "print the answer as JSON")
    .action((file, other, options) =>
      run(async () => (await import("./commands/compare.js")).compare(file, other, options))(),
    );

  arithmetic(program.command("implement"))
    .argument("<file>", "model file")
    .description(
      "transfers that make the allocation rule incentive compatible, their range, or the cycle that forbids them",
    )
    .option("--json", "print the answer as JSON")
    .action((file, options) =>
      run(async () => (await import("./commands/implement.js")).implement(file, options))(),
    );

  arithmetic(program.command("groves"))
    .argument("<file>", "model file")
    .description("is the mechanism a Groves mechanism, and with which τ of the others' reports")
    .option("--json", "print the answer as JSON")
    .action((file, options) =>
      run(async () => (await import("./commands/groves.js")).groves(file, options))(),
    );

  arithmetic(program.command("direct"))
    .argument("<file>", "model file with an indirect mechanism")
    .description(
      "print the model with the direct mechanism that the strategies compose (revelation principle)",
    )
    .action((file, options) =>
      run(async () => (await import("./commands/direct.js")).direct(file, options))(),
    );

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
    .argument("<file>", "model file of one object that may stay unsold")
    .description(
      "the best auction of one object for any prior, why nothing earns more, and what other ways to sell bring",
    )
    .option("--certificate <file>", "write the certificate, for candor verify")
    .option("-o, --output <file>", "write the model with the auction found")
    .option("--json", "print the answer as JSON")
    .action((file, options) =>
      runInFractions(async () => (await import("./commands/auction.js")).auction(file, options))(),
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

  arithmetic(program.command("grow"))
    .argument("<file>", "model file with groups of alike agents")
    .description(
      "rules as the population grows: gains from lies, payments and welfare lost, how fast they vanish",
    )
    .option("--rules <list>", 'e.g. "pivot,majority(quota=2/3),file" (default: the mechanism of the file)')
    .option(
      "--sizes <list>",
      "numbers of agents, in the proportions of the file, e.g. 2,4,8 or 1..20",
      "2,4,8,16,32",
    )
    .option("-o, --output <file>", "write a report page (HTML) with curves and tables")
    .option("--json", "print the table as JSON")
    .action((file, options) => run(async () => (await import("./commands/grow.js")).grow(file, options))());

  program
    .command("population")
    .argument("<file>", "model file of groups of players with signals about a state")
    .description(
      "how much lies gain under posterior payments as a population grows, and from which size on it is below a target",
    )
    .option(
      "--epsilon <numbers>",
      "targets for ε*, separated by commas: from how many players on it stays at or below them",
    )
    .option("--sizes <list>", "numbers of players, e.g. 1..20,100,1e6")
    .option(
      "--grow <how>",
      "proportional (default), or the name of the group that grows while the others stay as stated",
    )
    .option("--exact", "small sizes in fractions, from the definitions")
    .option(
      "--optimality <list>",
      "numbers of players (few) at which linear programs look for something better",
    )
    .option("-o, --output <file>", "write a report page (HTML) with the curve of ε* and its bounds")
    .option("--json", "print the answer as JSON")
    .action((file, options) =>
      run(async () => (await import("./commands/population.js")).population(file, options))(),
    );

  addReportCommands(program, run);

  program
    .command("print")
    .argument("<file>", "model file")
    .description("print a parsed model back in its canonical layout")
    .action((file) => run(async () => (await import("./commands/print.js")).print(file))());

  program
    .command("new")
    .argument("[template]", "template name; without one they are listed")
    .option("-o, --output <file>", "where to write; standard output otherwise")
    .description("start a model file from a template")
    .action((template, options) =>
      run(async () => (await import("./commands/new.js")).create(template, options, templates))(),
    );

  program
    .command("schema")
    .description("print the JSON Schema of model files, for editors")
    .action(run(async () => (await import("./commands/schema.js")).schema()));

  program
    .command("list")
    .argument("<what>", "rules, properties or functions")
    .description("list the rules, the properties or the functions of expressions")
    .action((what) => run(async () => (await import("./commands/list.js")).list(what))());

  try {
    await program.parseAsync(argv as string[]);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.holds : EXIT.badInput;
    return reportFailure(error);
  }
  return code;
}

/** Names from a file must not steer the terminal. */
function visible(text: string): string {
  return text.replace(/\p{Cc}/gu, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

async function reportFailure(error: unknown): Promise<number> {
  const { CandorError, printProblem } = await import("@candor/core/numeric");
  if (error instanceof CandorError) {
    for (const problem of error.problems) process.stderr.write(`${visible(printProblem(problem))}\n`);
    const count = error.problems.length;
    process.stderr.write(`${count} problem${count === 1 ? "" : "s"}; nothing was computed.\n`);
    return EXIT.badInput;
  }
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(
    `candor failed; this is a fault of candor, not of the model. Please report it.\n${details}\n`,
  );
  return EXIT.fault;
}
