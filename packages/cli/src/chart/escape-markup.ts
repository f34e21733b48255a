const NAMES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
// biome-ignore lint/suspicious/noControlCharactersInRegex: those that neither HTML nor XML may contain.
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Text with the replacement character for what no document may contain. */
export function withoutControls(text: string): string {
  return text.replace(FORBIDDEN, "\ufffd");
}

/** Text as the content of an element or of a quoted attribute, of HTML and XML alike. */
export function escapeMarkup(text: string): string {
  return withoutControls(text).replace(/[&<>"']/g, (c) => NAMES[c]);
}
