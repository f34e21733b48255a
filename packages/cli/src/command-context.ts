import type { Command } from "commander";

/** What the definitions of commands share. */
export interface CommandContext {
  /** The action of a command: its exit code becomes that of the process. */
  run(command: () => Promise<number>): () => Promise<void>;
  /** The same for commands without doubles to fall back on. */
  runInFractions(command: () => Promise<number>): () => Promise<void>;
}

/** Lets a command choose between fractions and doubles. */
export function withArithmetic(command: Command): Command {
  return command
    .option("--exact", "compute in fractions; every answer is a proof")
    .option("--float", "compute in doubles; every answer carries an error bound");
}

/** "a,b" and repeated options add up. */
export function splitIds(text: string, before: readonly string[] = []): string[] {
  return [...before, ...text.split(",")];
}

/** Repeated options add up. */
export function repeated(text: string, before: readonly string[] = []): string[] {
  return [...before, text];
}
