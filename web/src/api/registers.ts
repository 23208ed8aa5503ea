/** What the pages of registers read, by name (see queries.ts). All of it lies under ["plan", id, "registers"]. */
import { API, type Query } from "./client.js";
import { answer } from "./queries.js";
import type { Figures, Register, RegisterHistory, RegisterList, RegisterRows } from "./types.js";

const e = encodeURIComponent;

/** Below a plan's address; acts are sent to the same. */
export const registerPath = (register: string): string => `/registers/${e(register)}`;

export const registers = (id: string) => answer<RegisterList>(id, ["registers"], "/registers");
export const register = (id: string, name: string) => answer<Register>(id, ["registers", name], registerPath(name));
export const rows = (id: string, name: string, query: Query) =>
  answer<RegisterRows>(id, ["registers", name, "rows"], `${registerPath(name)}/rows`, query);
export const history = (id: string, name: string, row: string) =>
  answer<RegisterHistory>(id, ["registers", name, row], `${registerPath(name)}/rows/${e(row)}/history`);
export const figures = (id: string) => answer<Figures>(id, ["registers", "figures"], "/figures");

/** Where a register's files are got from: `template.xlsx`, `rows.xlsx`, `rows.csv`. */
export const fileAddress = (id: string, name: string, file: string): string =>
  `${API}/plans/${e(id)}${registerPath(name)}/files/${file}`;
