import type { Command } from "commander";
import { withArithmetic as arithmetic, type CommandContext } from "./command-context.js";

/** Commands about many players. */
export function populationCommands(program: Command, { run }: CommandContext): void {
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
      "--designer <file>",
      "run the mechanism of this model on the players of the first: other beliefs, same signals",
    )
    .option("--common-source <list>", "probabilities of a rumour behind all signals, e.g. 1/1000,1/100")
    .option(
      "--optimality <list>",
      "numbers of players (few) at which linear programs look for something better",
    )
    .option("-o, --output <file>", "write a report page (HTML) with the curve of ε* and its bounds")
    .option("--json", "print the answer as JSON")
    .action((file, options) =>
      run(async () => (await import("./commands/population.js")).population(file, options))(),
    );
}
