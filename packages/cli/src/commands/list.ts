import { FUNCTIONS } from "@candor/core/io";
import { RULES } from "@candor/core/mechanisms";
import { fail } from "@candor/core/numeric";
import { PROPERTIES } from "@candor/core/properties";
import { EXIT } from "../exit.js";

export async function list(what: string): Promise<number> {
  if (what === "rules")
    for (const rule of RULES) {
      process.stdout.write(`${rule.id}: ${rule.definition} [${rule.source}]\n`);
      for (const option of rule.options)
        process.stdout.write(
          `    ${option.name}${option.required ? " (needed)" : ""}: ${option.description}\n`,
        );
    }
  else if (what === "properties")
    for (const property of PROPERTIES)
      process.stdout.write(`${property.id.padEnd(31)} ${property.title}: ${property.definition}\n`);
  else if (what === "functions")
    for (const [name, { describes }] of Object.entries(FUNCTIONS))
      process.stdout.write(`${name.padEnd(14)} ${describes}\n`);
  else fail("invalid-value", "what", `"${what}" cannot be listed; choose rules, properties or functions.`);
  return EXIT.holds;
}
