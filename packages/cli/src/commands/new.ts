import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { nearest } from "@candor/core/io";
import { fail } from "@candor/core/numeric";
import { EXIT } from "../exit.js";

/** Writes a template, or lists them. Never overwrites a file. */
export async function create(
  template: string | undefined,
  options: { output?: string },
  folder: URL,
): Promise<number> {
  const read = (name: string) => readFileSync(new URL(`${name}.yaml`, folder), "utf8");
  const names = readdirSync(folder).map((file) => file.replace(/\.yaml$/, ""));
  if (template === undefined) {
    for (const name of names) process.stdout.write(`${name.padEnd(20)} ${titleOf(read(name))}\n`);
    return EXIT.holds;
  }
  if (!names.includes(template)) {
    const close = nearest(template, names);
    const repair = close ? `did you mean ${close}?` : `templates: ${names.join(", ")}.`;
    fail("unknown-name", "template", `There is no template "${template}"; ${repair}`);
  }
  const text = read(template);
  if (options.output === undefined) process.stdout.write(text);
  else if (existsSync(options.output))
    fail("exists", "--output", `${options.output} exists already; choose another name.`);
  else writeNew(options.output, text);
  return EXIT.holds;
}

function writeNew(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: "wx" });
  } catch (error) {
    fail("unwritable", "--output", `${path} cannot be written: ${(error as Error).message}.`);
  }
}

function titleOf(text: string): string {
  return /^title: (.*)$/m.exec(text)?.[1] ?? "";
}
