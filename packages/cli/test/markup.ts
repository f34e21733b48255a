/** What the tests of charts and pages read out of markup, by a small parser of their own. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Element | string)[];
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
const EMPTY = ["meta", "br"];

/** Parses well-formed markup; throws where tags do not match, attributes lack quotes, or a bare & or < stands in a text. */
export function parseMarkup(markup: string): Element {
  const root = { name: "", attributes: {}, children: [] as (Element | string)[] };
  const open = [root];
  const token = /<!doctype html>|<(\/?)([a-zA-Z][\w-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
  let end = 0;
  for (const [whole, closing, name, attributes, selfClosing, text] of markup.matchAll(token)) {
    end += whole.length;
    const parent = open.at(-1)!;
    if (text !== undefined) parent.children.push(parent.name === "style" ? text : decode(text));
    else if (closing) {
      if (open.pop()!.name !== name) throw new Error(`</${name}> closes <${parent.name}>`);
    } else if (name !== undefined) {
      const element = { name, attributes: attributesOf(attributes), children: [] };
      parent.children.push(element);
      if (!selfClosing && !EMPTY.includes(name)) open.push(element);
    }
  }
  if (end !== markup.length) throw new Error(`not markup: ${markup.slice(end, end + 60)}`);
  if (open.length !== 1) throw new Error(`<${open.at(-1)!.name}> is not closed`);
  return root;
}

function attributesOf(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, name, value]) => [name, decode(value)]),
  );
}

function decode(text: string): string {
  return text.replace(/&(?:([a-z]+|#39);)?/g, (whole, name) => {
    if (ENTITIES[name] === undefined) throw new Error(`bare & or unknown entity ${whole} in ${text}`);
    return ENTITIES[name];
  });
}

/** Every element of a name, in document order. */
export function elements(root: Element, name: string): Element[] {
  return root.children.flatMap((child) =>
    typeof child === "string" ? [] : [...(child.name === name ? [child] : []), ...elements(child, name)],
  );
}

export function textContent(element: Element): string {
  return element.children.map((child) => (typeof child === "string" ? child : textContent(child))).join("");
}
