/** A fenced block of a Markdown document. */
export interface Fence {
  /** The first word after the fence, e.g. `console`. */
  readonly language: string;
  /** The further words, e.g. `runnable`. */
  readonly marks: readonly string[];
  readonly line: number;
  readonly text: string;
}

export function fencesIn(markdown: string): Fence[] {
  const pattern = /^([ \t]*)(```+|~~~+)([^\n`]*)\n([\s\S]*?)^\1\2[ \t]*$/gm;
  return [...markdown.matchAll(pattern)].map((match) => {
    const [language = "", ...marks] = match[3].trim().split(/\s+/);
    const line = markdown.slice(0, match.index).split("\n").length;
    const text = match[4].replace(new RegExp(`^${match[1]}`, "gm"), "");
    return { language, marks, line, text };
  });
}

/** One `$ command` of a console block and what is printed below it. */
export interface Step {
  readonly command: string;
  readonly printed: string;
}

export function stepsIn(console: string): Step[] {
  const [before, ...parts] = `\n${console}`.split(/\n\$ /);
  if (before.trim() !== "")
    throw new Error(`A console block starts with a line "$ command", not with ${before}`);
  return parts.map((part) => {
    const [command, printed] = /^((?:[^\n]*\\\n)*[^\n]*)\n?([\s\S]*)$/.exec(part)!.slice(1);
    return { command: command.replace(/\\\n\s*/g, ""), printed: printed.trimEnd() };
  });
}

/** Splits a command line at blanks outside quotes. */
export function wordsOf(command: string): string[] {
  const words = command.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  return words.map((word) => word.replace(/"([^"]*)"|'([^']*)'/g, "$1$2"));
}

/** Whether the output is what is printed; `…` alone on a line stands for any lines, within a line for any characters. */
export function matchesPrinted(output: string, printed: string): boolean {
  const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const lines = printed.split("\n").map((line) => line.trimEnd());
  const pattern = lines
    .map((line) => (line.trim() === "…" ? "(?:.*\n)*?" : `${line.split("…").map(escaped).join(".*")}\n`))
    .join("");
  const actual = output.split("\n").map((line) => line.trimEnd());
  return new RegExp(`^${pattern}$`).test(`${actual.join("\n").trimEnd()}\n`);
}
