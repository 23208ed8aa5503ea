/**
 * Who may import what: the map of the folders. lint/imports.ts checks it, as part of `npm run lint` and `npm test`.
 *
 * A path is a folder, a file, or a pattern in which * stands for anything but a slash. A file belongs to the longest folder that has
 * a rule, and may always import from its own.
 */

export interface FolderRule {
  /** Folders and files whose values and types may be imported. */
  readonly folders?: readonly string[];
  /** Folders and files of which only types may be imported. */
  readonly types?: readonly string[];
  /** Packages, `node:` standing for all of Node's modules. Every one where nothing is said. */
  readonly packages?: readonly string[];
  /** Packages of which only types may be imported. */
  readonly packageTypes?: readonly string[];
}

export const FOLDERS: Readonly<Record<string, FolderRule>> = {
  // The rules: pure functions. The browser and the recording transaction run the same code.
  domain: { packages: [] },

  // Temporal's sandbox bundles what is imported here: nothing that decides.
  workflows: {
    types: ["domain", "activities/contract.ts"],
    packages: ["@temporalio/workflow"],
  },
  activities: {
    folders: ["domain", "prisma", "mail", "documents", "telemetry/errors.ts"],
    packages: ["@temporalio/activity", "node:"],
  },
  // Workflows are bundled by their path, not imported.
  worker: {
    folders: [
      "activities",
      "domain/language",
      "prisma",
      "mail",
      "telemetry",
      "embedded/config.ts",
      "embedded/child.ts",
      "settings",
      "gateway/connect.ts",
      "workflows/names.ts",
    ],
  },

  // What any process reads of its environment before it reads its own settings.
  settings: { packages: ["node:", "undici"] },

  prisma: { folders: ["domain", "telemetry/spans.ts", "telemetry/errors.ts"] },
  mail: {
    folders: ["domain", "telemetry/spans.ts", "settings", "documents/html", "documents/bulletins"],
    types: ["documents"],
  },
  // Models of official documents to files: no rules, no database, nothing read or written.
  documents: { types: ["domain"], packages: ["docx", "exceljs", "fflate", "saxes"] },
  // Tables as files, also such as are written while they are read.
  "documents/xlsx": {
    folders: ["documents", "domain/language", "domain/paper"],
    types: ["domain"],
    packages: ["exceljs", "fflate", "saxes", "node:"],
  },
  "documents/csv": { folders: ["documents"], packages: ["node:"] },
  // Models set as files.
  "documents/files": {
    folders: ["documents", "documents/bulletins", "documents/reports"],
    types: ["domain"],
    packages: [],
  },
  // A bulletin's content into a model and a workbook: it fills in figures, and counts none.
  "documents/bulletins": {
    folders: ["domain/bulletins", "domain/language"],
    types: ["domain", "documents"],
    packages: [],
  },
  // A report's figures into a model and a workbook: they were counted before.
  "documents/reports": {
    folders: ["domain/reports", "domain/worklist", "domain/language", "domain/plan"],
    types: ["domain", "documents"],
    packages: [],
  },
  telemetry: {},

  // Tells workflows what people do. Whoever drives a plan has it: the API, rehearsals, commands, chaos.
  gateway: {
    folders: ["domain", "workflows/messages.ts", "workflows/names.ts", "embedded/config.ts"],
    types: ["workflows", "prisma/ledger/command-key.ts"],
  },
  api: {
    folders: [
      "domain",
      "prisma",
      "gateway",
      "mail",
      "documents",
      "loader",
      "plan-change",
      "telemetry",
      "settings",
      "embedded/config.ts",
      "embedded/child.ts",
      "embedded/ports.ts",
      "web/nonce.ts",
      "workflows/messages.ts",
      "workflows/names.ts",
      // Moves rehearsals' clocks.
      "rehearsal/conductor.ts",
      "rehearsal/driver.ts",
    ],
  },
  "web/src": {
    folders: ["domain"],
    types: ["api/*/schemas.ts", "api/*/*-schemas.ts", "api/http/schema-parts.ts"],
    packages: [
      "@tanstack/react-query",
      "antd",
      "dayjs",
      "echarts",
      "fflate",
      "i18next",
      "qrcode.react",
      "react",
      "react-dom",
      "react-i18next",
      "react-router",
    ],
    packageTypes: ["zod"],
  },
  // A telephone loads and keeps it: nothing of the desk's.
  "web/src/filing": {
    folders: ["domain", "web/src/theme", "web/src/i18n/filing.zh.ts", "web/src/i18n/filing.en.ts"],
    types: ["api/inspections/schemas.ts", "api/inspections/filing-schemas.ts"],
    packages: ["@noble/hashes", "fflate", "i18next", "idb", "react", "react-dom", "react-i18next"],
    packageTypes: ["zod"],
  },
  // What builds and serves the page; not the page itself.
  web: {},

  loader: { folders: ["domain"], packages: ["node:", "yaml", "zod"] },
  "plan-change": { folders: ["domain", "prisma", "mail"], types: ["workflows/messages.ts"], packages: ["node:"] },

  embedded: { folders: ["prisma/database", "settings"] },
  rehearsal: {
    folders: [
      "domain",
      "prisma",
      "mail",
      "loader",
      "embedded",
      "gateway",
      "telemetry/errors.ts",
      "workflows/messages.ts",
      "workflows/names.ts",
    ],
  },
  // Stands outside: what it plays goes through the gateway, and what it strikes are processes.
  chaos: { folders: ["chaos/checker", "domain", "prisma", "loader", "embedded", "gateway"] },
  // Shares no code with the product that it checks.
  "chaos/checker": { packages: ["node:", "pg"] },
  bench: {
    folders: [
      "domain",
      "prisma",
      "loader",
      "embedded",
      "rehearsal",
      "chaos/live/photos.ts",
      "scripts",
      "gateway",
      "workflows/messages.ts",
      "workflows/names.ts",
    ],
  },
  scripts: {
    folders: [
      "domain",
      "prisma",
      "mail",
      "documents",
      "loader",
      "plan-change",
      "embedded",
      "telemetry",
      "settings",
      "gateway",
      "rehearsal",
      "chaos",
      "api",
      "web/vite.config.ts",
      // What documents:pages sets and measures.
      "test/documents/samples.ts",
      "workflows/messages.ts",
      "workflows/names.ts",
    ],
  },
  lint: { packages: ["node:", "vite"] },
};

/** These import whatever they test. */
export const UNRULED: readonly string[] = ["test", "vitest.config.ts"];

/** Packages that have a home: nothing else imports them, not even their types. */
export const HOMES: Readonly<Record<string, readonly string[]>> = {
  pg: ["prisma/database", "prisma/sql", "chaos/checker"],
};

/**
 * The concept folders of a layer, lowest first: each may import from those before it. The layer's own files are on top; one that
 * isn't has a place of its own. In folders that don't stand here there must be no cycle.
 */
export const ORDERS: Readonly<Record<string, readonly string[]>> = {
  domain: [
    "language",
    "paper",
    "instruments",
    "plan",
    "ledger",
    "people",
    "forms",
    "ladder",
    "items",
    "inspections",
    "registers",
    "letters",
    "months",
    "bulletins",
    "worklist",
    "reports",
    "streams",
    "story",
  ],
  prisma: [
    "generated",
    "database",
    "sql",
    "plans",
    "people",
    "packages",
    "inspections",
    "registers",
    "bulletins",
    "months",
    "alarms",
    "notices",
    "numbers",
    "ledger",
    "checkpoints",
    "letters",
    "reports",
    "items",
    "worklist",
    "actions",
    "accounts",
    "rebuild",
  ],
  api: [
    // What knows nothing of plans.
    "http",
    "files",
    // The plan as requests read it, and what of it the caller sees.
    "views",
    "rights",
    "accounts",
    // How a route is declared, what it works with, how it is served.
    "serving",
    // Each concept's routes, schemas and words.
    "lights",
    "ledger",
    "letters",
    "items",
    "worklist",
    "reports",
    "actions",
    "packages",
    "leaders",
    "me",
    "calendars",
    "changes",
    "evidence",
    "inspections",
    "registers",
    "people",
    "plans",
    "bulletins",
    "months",
    "timetables",
    "alarms",
    "operation",
    "exports",
  ],
  "web/src": ["theme", "api", "i18n", "plan", "components", "app", "evidence", "actions", "pages", "filing"],
};

/**
 * Arrows that break the rules above and are to go: `from → to` by folder or file. One that is no longer there must be struck out.
 */
export const PENDING: readonly string[] = [];
