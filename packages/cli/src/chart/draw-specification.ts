import type { TopLevelSpec } from "vega-lite";
import { escapeMarkup, withoutControls } from "./escape-markup.js";
import { scriptRuns } from "./superscript.js";

/**
 * Draws any Vega-Lite specification as a stand-alone SVG with a title and a description for those who do not see it. Superscript
 * and subscript characters of its texts are typeset. Vega is loaded on the first call, some 0.3 s.
 */
export async function drawSpecification(
  specification: TopLevelSpec,
  { title, description }: { readonly title: string; readonly description: string },
): Promise<string> {
  const [{ compile }, { parse, View }] = await Promise.all([import("vega-lite"), import("vega")]);
  const view = new View(parse(compile(specification).spec), { renderer: "none" });
  try {
    return accessible(await view.toSVG(), title, description);
  } finally {
    view.finalize();
  }
}

function accessible(svg: string, title: string, description: string): string {
  const [tag, size] = /^<svg[^>]*? (width="[^"]*" height="[^"]*" viewBox="[^"]*")>/.exec(svg)!;
  const name = escapeMarkup(title);
  const content = withoutControls(svg)
    .slice(tag.length)
    // Every text is escaped by now, so < and > delimit tags. As an image, the whole has one role; Vega's many would be noise.
    .replace(/<[^>]*>/g, (each) => each.replace(/ (?:role|class|pointer-events|aria-[a-z]+)="[^"]*"/g, ""))
    .replace(/<path(?: [^>]*)? d=""[^>]*\/>/g, "")
    .replace(/(?<=>)[^<]+/g, typeset);
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${name}" ${size}><title>${name}</title><desc>${escapeMarkup(description)}</desc>${content}`;
}

const SHIFTS = { sup: -0.36, sub: 0.2 } as const;
const SMALLER = 0.75;

/** Text of an SVG with its scripts smaller and off the line; what follows them is on it again. */
function typeset(text: string): string {
  let off = 0;
  return scriptRuns(text)
    .map((run) => {
      const shift = run.script === undefined ? 0 : SHIFTS[run.script];
      const [dy, scale] = [shift - off, run.script === undefined ? 1 : SMALLER];
      off = shift;
      if (dy === 0) return run.text;
      const size = scale === 1 ? "" : ` font-size="${100 * scale}%"`;
      return `<tspan dy="${Number((dy / scale).toFixed(3))}em"${size}>${run.text}</tspan>`;
    })
    .join("");
}
