import { fail } from "@candor/core/numeric";

/** The flags with those that a question needs. Errors: `missing-flag`. */
export function required<Flags extends object, Name extends keyof Flags & string>(
  flags: Flags,
  names: readonly Name[],
): Flags & Required<Pick<Flags, Name>> {
  const spelled = names.map((name) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
  const missing = names.findIndex((name) => flags[name] === undefined);
  if (missing >= 0)
    fail("missing-flag", spelled[missing], `State ${spelled.join(" and ")}, or name a model file.`);
  return flags as Flags & Required<Pick<Flags, Name>>;
}
