import { Command, CommanderError } from "commander";
import { designCommands } from "./design-commands.js";
import { EXIT } from "./exit.js";
import { intervalCommands } from "./interval-commands.js";
import { modelCommands } from "./model-commands.js";
import { populationCommands } from "./population-commands.js";
import { reportCommands } from "./report-commands.js";
import { VERSION } from "./version.js";

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
    .version(VERSION)
    .exitOverride()
    .showHelpAfterError("(candor --help lists the commands)");
  const run = (command: () => Promise<number>) => async () => {
    code = await command();
  };
  /** Of commands without doubles to fall back on. */
  const runInFractions = (command: () => Promise<number>) =>
    run(async () => (await import("./in-fractions.js")).inFractions(command));

  const context = { run, runInFractions };
  modelCommands(program, context, templates);
  designCommands(program, context);
  populationCommands(program, context);
  reportCommands(program, context);
  intervalCommands(program, context);

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
