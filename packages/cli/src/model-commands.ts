import type { Command } from "commander";
import { withArithmetic as arithmetic, type CommandContext, splitIds } from "./command-context.js";

/** Commands about one model as it stands, and those that help to write one. `templates` is the folder of the starter models. */
export function modelCommands(program: Command, { run }: CommandContext, templates: URL): void {
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
}
