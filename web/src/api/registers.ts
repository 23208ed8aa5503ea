/** What the pages of registers read, by name (see queries.ts). All of it lies under ["plan", id, "registers"]. */
import { infiniteQueryOptions } from "@tanstack/react-query";
import { API, get, type Query } from "./client.js";
import { answer } from "./queries.js";
import type { Figures, Register, RegisterHistory, RegisterList, RegisterRows } from "./types.js";

const e = encodeURIComponent;

/** Below a plan's address; acts are sent to the same. */
export const registerPath = (register: string): string => `/registers/${e(register)}`;

export const registers = (id: string) => answer<RegisterList>(id, ["registers"], "/registers");
export const register = (id: string, name: string) => answer<Register>(id, ["registers", name], registerPath(name));

/** Rows of the first page, and of each that is asked for after it: the most that the API gives at once. */
const FIRST_ROWS = 500;
const FURTHER_ROWS = 1_000;

/** Rows page by page to the last. Of a figure and of a past day the API answers all of them on the first. */
export const rowPages = (id: string, name: string, filter: Query) =>
  infiniteQueryOptions({
    queryKey: ["plan", id, "registers", name, "rows", filter],
    queryFn: ({ signal, pageParam }) => {
      const limit = pageParam === null ? FIRST_ROWS : FURTHER_ROWS;
      const query = { ...filter, limit, cursor: pageParam ?? undefined };
      return get<RegisterRows>(`/plans/${e(id)}${registerPath(name)}/rows`, { query, signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });

export const history = (id: string, name: string, row: string) =>
  answer<RegisterHistory>(id, ["registers", name, row], `${registerPath(name)}/rows/${e(row)}/history`);
export const figures = (id: string) => answer<Figures>(id, ["registers", "figures"], "/figures");

/** Where a register's files are got from: `template.xlsx`, `rows.xlsx`, `rows.csv`. */
export const fileAddress = (id: string, name: string, file: string): string =>
  `${API}/plans/${e(id)}${registerPath(name)}/files/${file}`;
