/**
 * Filling values into an address, a header or a body that somebody set: each value is written so that it stays a value wherever it
 * is put, also within JSON that is itself the value of a form's field or of another JSON's string.
 */

type Values = Readonly<Record<string, string>>;
/** How a value is written where it is put. */
type Escape = (value: string) => string;

const PLACE = /\{([a-z]+)\}/g;

/** The names in braces. */
export const placesIn = (template: string): Set<string> =>
  new Set([...template.matchAll(PLACE)].map(([, name]) => name ?? ""));

/** A name that is no value stays as it is written. */
const fill = (template: string, values: Values, escape: Escape): string =>
  template.replaceAll(PLACE, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : escape(value);
  });

const inJson: Escape = (value) => JSON.stringify(value).slice(1, -1);
const inXml: Escape = (value) => value.replaceAll(/[&<>"']/g, (mark) => `&#${mark.codePointAt(0) ?? 0};`);
/** A header is one line of ISO 8859-1. */
const inHeader: Escape = (value) => value.replaceAll(/[^\x20-\x7E]/g, (mark) => encodeURIComponent(mark));

export const fillHeader = (template: string, values: Values): string => fill(template, values, inHeader);

/** The query is filled as a form is; what stands before it, as a part of a path. */
export function fillUrl(template: string, values: Values): string {
  const [path = "", ...query] = template.split("?");
  const filled = fill(path, values, encodeURIComponent);
  return query.length === 0 ? filled : `${filled}?${fillForm(query.join("?"), values)}`;
}

/** By the content type: a form, XML, or JSON. */
export function fillBody(template: string, values: Values, contentType: string): string {
  if (contentType.includes("x-www-form-urlencoded")) return fillForm(template, values);
  return contentType.includes("xml") ? fill(template, values, inXml) : fillJson(template, values);
}

/** Begins as JSON does: with an object's first name, or an array's first value. A lone `{mobile}` doesn't. */
const JSON_LIKE = /^\s*(\{\s*"|\[\s*["{[])/;
/** The same where whoever set it has encoded it already. */
const ENCODED_JSON = /^(%7B|%5B)/i;
/** What a form's value can't hold as it is. A percent sign begins what is encoded already. */
const UNSAFE = /[\s"<>[\]{}\\^`|]/g;

function fillForm(template: string, values: Values): string {
  return template
    .split("&")
    .map((field) => {
      const at = field.indexOf("=");
      const [name, value] = at === -1 ? [field, ""] : [field.slice(0, at), field.slice(at + 1)];
      const json = JSON_LIKE.test(value) || ENCODED_JSON.test(value);
      const escape: Escape = json ? (text) => encodeURIComponent(inJson(text)) : encodeURIComponent;
      return at === -1 ? fillField(name, values, escape) : `${name}=${fillField(value, values, escape)}`;
    })
    .join("&");
}

/** The template's own characters are encoded as far as they must be, the values wholly. */
function fillField(template: string, values: Values, escape: Escape): string {
  let filled = "";
  let from = 0;
  for (const { 0: whole, 1: name = "", index } of template.matchAll(PLACE)) {
    const value = values[name];
    if (value === undefined) continue;
    filled += template.slice(from, index).replaceAll(UNSAFE, encodeURIComponent) + escape(value);
    from = index + whole.length;
  }
  return filled + template.slice(from).replaceAll(UNSAFE, encodeURIComponent);
}

/** Filled as data, so that each string is written once, and JSON within a string as JSON. */
function fillJson(template: string, values: Values): string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(template);
  } catch {
    // A place outside of quotes, as for a number: filled as text.
    return fill(template, values, inJson);
  }
  return JSON.stringify(parsed, (_name, value: unknown) =>
    typeof value === "string" ? fill(value, values, JSON_LIKE.test(value) ? inJson : (text) => text) : value,
  );
}
