import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nearest } from "@candor/core/io";
import { fail } from "@candor/core/numeric";
import { EXIT } from "../exit.js";

const TEMPLATES = join(import.meta.dirname, "..", "..", "templates");

/** Writes a template, or lists them. Never overwrites a file. */
export async function create(template: string | undefined, options: { output?: string }): Promise<number> {
  const names = readdirSync(TEMPLATES).map((file) => file.replace(/\.yaml$/, ""));
  if (template === undefined) {
    for (const name of names) process.stdout.write(`${name.padEnd(22)} ${titleOf(name)}\n`);
    return EXIT.holds;
  }
  if (!names.includes(template)) {
    const close = nearest(template, names);
    fail(
      "unknown-name",
      "template",
      `There is no template "${template}"; ${close ? `did you mean ${close}?` : `templates: ${names.join(", ")}.`}`,
    );
  }
  const text = readTemplate(template);
  if (options.output === undefined) process.stdout.write(text);
  else if (existsSync(options.output))
    fail("exists", "--output", `${options.output} exists already; choose another name.`);
  else writeFileSync(options.output, text);
  return EXIT.holds;
}

function readTemplate(name: string): string {
  return readFileSync(join(TEMPLATES, `${name}.yaml`), "utf8");
}

function titleOf(name: string): string {
  return /^title: (.*)$/m.exec(readTemplate(name))?.[1] ?? "";
}
