export type Path = readonly (string | number)[];

/** agents.Seller.types[2] */
export function printPath(path: Path): string {
  return path
    .map((step, k) =>
      typeof step === "number"
        ? `[${step}]`
        : /^[\w-]+$/.test(step)
          ? `${k === 0 ? "" : "."}${step}`
          : `[${JSON.stringify(step)}]`,
    )
    .join("");
}
