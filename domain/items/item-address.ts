/**
 * An item's id in an address. Ids are `milestone/place`; a slash within a part of a path is written %2F, which some proxies decode
 * before they pass a request on. A milestone's and a place's ids hold letters, digits, - and _ only, so that a tilde can stand for the
 * slash: it is never encoded and means nothing to anybody.
 */

/** `t07-works-2021/v012` → `t07-works-2021~v012`. */
export const itemAddress = (id: string): string => id.replaceAll("/", "~");

/** The id that an address means: the form with the tilde, or the id itself. */
export const itemIdIn = (address: string): string => (address.includes("/") ? address : address.replaceAll("~", "/"));
