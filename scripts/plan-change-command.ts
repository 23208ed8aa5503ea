/** Changes a running plan: loads the edited folder, says what differs and what that moves, and applies it when asked to. */
import { mkdir, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { instantText } from "../api/http/instants.js";
import { connectTemporal } from "../gateway/connect.js";
import { CommandRefused, NotDelivered } from "../gateway/failures.js";
import { TemporalGateway } from "../gateway/temporal-gateway.js";
import type { PlanBundle } from "../domain/plan/bundle.js";
import type { Checklists } from "../domain/plan/checklists.js";
import { isLoopbackAddress, readEmbeddedConfig, type TemporalTarget } from "../embedded/config.js";
import { silentProgress } from "../embedded/progress.js";
import { databaseOf, readRunFile, targetOf } from "../embedded/run-file.js";
import { localCommandKey } from "../embedded/secret.js";
import { attachOrStartStack, databaseByAddress } from "../embedded/stack.js";
import { checklistTexts } from "../loader/checklist-form.js";
import { REGISTERS_FILE } from "../loader/load-registers.js";
import { registersText } from "../loader/registers-form.js";
import { CHECKLISTS } from "../loader/load-checklists.js";
import { DOCUMENT_KINDS, type DocumentKind, documentText } from "../loader/documents.js";
import { rosterUnder } from "../loader/load-scenario.js";
import { scenarioFile } from "../loader/scenario-schema.js";
import { stampFolder, stampsOf, writeDocument } from "../loader/stamp.js";
import type { BasedOn } from "../plan-change/basis.js";
import { type Applied, applyChange, ChangeUnderWay, NotApplied } from "../plan-change/apply.js";
import { type Handover, isEmpty, type Prepared, prepareChange, type Wanted } from "../plan-change/change.js";
import { NotOpened, readRunning } from "../plan-change/running.js";
import type { Language } from "../plan-change/said.js";
import { rostersWritten, tellHolders } from "../plan-change/tell-holders.js";
import { appliedLines, previewJson, previewLines } from "../plan-change/words.js";
import { type CommandKey, readCommandKey } from "../prisma/ledger/command-key.js";
import {
  documentVersions,
  listPlans,
  loadBundle,
  loadScenarioDocument,
  runningPlans,
  UnknownPlan,
} from "../prisma/plans/plan-store.js";
import { openPool, type Pool } from "../prisma/database/pool.js";
import { bringUpToDate, type DatabaseUrls } from "../prisma/database/roles.js";
import { DEFAULT_TASK_QUEUE } from "../workflows/names.js";
import { planFrom, saidBy, STATE_DIR, UserError } from "./cli.js";
import { commandOptions } from "./options.js";
import { ownerMails } from "./owner-mails.js";

const USAGE = `npm run plan:change -- FOLDER            what differs from the running plan, and what that moves; writes nothing
npm run plan:change -- FOLDER --apply    the same, then done
  --plan ID                another running plan than the folder's own id, also a rehearsal
  --handover FROM TO       all open items that unit FROM owes pass to unit TO
  --adopt-policy WHOM      which running items go over to the newest policy: all (where it is new), none, or MILESTONE,MILESTONE
  --replace DOCUMENTS      go on with documents made from an older version, undoing what was changed since: roster, or roster,plan
  --fetch                  write the documents as they run into FOLDER, a new one
  --reason TEXT            why; needed for a date read anew and for a handover
  --lang en                in English
  --json                   as JSON
With --plan, FOLDER may be left out: then only what the options say is changed.`;

export interface Options {
  readonly folder: string | null;
  readonly plan: string | null;
  readonly handovers: readonly Handover[];
  readonly adoptPolicy: Wanted["adoptPolicy"];
  readonly reason: string | null;
  /** Documents that replace the running ones though they were made from older ones. */
  readonly replace: readonly DocumentKind[];
  readonly fetch: boolean;
  readonly lang: Language;
  readonly json: boolean;
  readonly apply: boolean;
}

/** `--handover FROM TO` takes two words, which parseArgs does not know. */
function takeHandovers(args: readonly string[]): { readonly handovers: Handover[]; readonly rest: string[] } {
  const handovers: Handover[] = [];
  const rest: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] as string;
    if (arg !== "--handover") {
      rest.push(arg);
      continue;
    }
    const [from, to] = [args[index + 1], args[index + 2]];
    if (from === undefined || to === undefined || from.startsWith("--") || to.startsWith("--"))
      throw new UserError("--handover takes two unit ids: --handover FROM TO");
    handovers.push({ from, to });
    index += 2;
  }
  return { handovers, rest };
}

/** Throws HelpAsked and UserError. */
export function readOptions(args: readonly string[]): Options {
  const { handovers, rest } = takeHandovers(args);
  const text = { type: "string" } as const;
  const flag = { type: "boolean", default: false } as const;
  const config = {
    options: {
      plan: text,
      "adopt-policy": text,
      reason: text,
      replace: text,
      fetch: flag,
      lang: text,
      json: flag,
      apply: flag,
    },
    allowPositionals: true,
  } as const;
  const { values, positionals } = commandOptions(USAGE, config, rest);
  const [folder = null, ...more] = positionals;
  if (more.length > 0) throw new UserError(`one folder at a time, not also ${more.join(" ")}\n\n${USAGE}`);
  if (folder === null && values.plan === undefined) throw new UserError(`name the plan's folder\n\n${USAGE}`);
  const { lang = "zh" } = values;
  if (lang !== "zh" && lang !== "en") throw new UserError(`--lang is zh or en, not ${lang}`);
  const whom = values["adopt-policy"];
  const adoptPolicy =
    whom === undefined ? null : whom === "all" || whom === "none" ? whom : whom.split(",").map((id) => id.trim());
  const { plan = null, json, apply, fetch } = values;
  const replace = kindsFrom(values.replace);
  if (fetch && (folder === null || apply)) throw new UserError(`--fetch takes a FOLDER and no --apply\n\n${USAGE}`);
  const reason = values.reason === undefined ? null : saidBy("--reason", values.reason, { lines: true });
  return { folder, plan, handovers, adoptPolicy, reason, replace, fetch, lang, json, apply };
}

function kindsFrom(text: string | undefined): DocumentKind[] {
  return (text?.split(",") ?? []).map((name) => {
    const kind = DOCUMENT_KINDS.find((one) => one === name.trim());
    if (!kind) throw new UserError(`--replace takes ${DOCUMENT_KINDS.join(", ")}, not ${name}`);
    return kind;
  });
}

/** Runs the command; what it says goes to `out`. Throws UserError for what the user can put right. */
export async function planChangeCommand(args: readonly string[], out: (text: string) => void): Promise<void> {
  const options = readOptions(args);
  if (options.fetch) return fetchDocuments(options, out);
  const folder = options.folder === null ? null : await planFrom(options.folder);
  const stamps = options.folder === null ? null : await stampsOf(options.folder);
  const parts = await reach(options.apply);
  const pool = openPool(parts.databaseUrl, { size: 4, statementTimeout: 60_000 });
  try {
    await bringUpToDate(parts);
    const planId = await planToChange(pool, options.plan ?? folder?.plan.id ?? "");
    const bundle = folder && (await asRehearsed(pool, planId, folder));
    const prepare = async (): Promise<Prepared> => {
      const versions = await documentVersions(pool, planId);
      const replaced = options.replace.map((kind) => [kind, versions[kind]]);
      const basedOn: BasedOn = { ...stamps, ...Object.fromEntries(replaced) };
      const wanted: Wanted = { ...options, bundle, basedOn };
      return prepareChange(pool, planId, wanted);
    };
    if (!options.apply) {
      show(await prepare(), options, out);
    } else if (parts.temporal) {
      await apply(pool, parts.temporal, planId, prepare, options, out);
      if (options.folder !== null) await stampFolder(options.folder, await documentVersions(pool, planId));
    }
  } catch (error) {
    throw told(error);
  } finally {
    await pool.end();
    await parts.stop();
  }
}

/** Writes the documents that run, each stamped with its version, into a folder that has none. */
async function fetchDocuments({ folder, plan }: Options, out: (text: string) => void): Promise<void> {
  const to = folder ?? "";
  const parts = await reach(false);
  const pool = openPool(parts.databaseUrl, { size: 2, statementTimeout: 60_000 });
  try {
    await bringUpToDate(parts);
    const planId = await planToChange(pool, plan ?? path.basename(path.resolve(to)));
    await mkdir(to, { recursive: true });
    const there = (await readdir(to)).filter(
      (name) => name === REGISTERS_FILE || DOCUMENT_KINDS.some((kind) => name === `${kind}.yaml`),
    );
    if (there.length > 0)
      throw new UserError(`${to} holds ${there.join(", ")} already: name a new folder, and compare the two`);
    const [bundle, versions] = [await loadBundle(pool, planId), await documentVersions(pool, planId)];
    for (const kind of DOCUMENT_KINDS) {
      await writeDocument(to, kind, documentText(kind, bundle[kind], versions[kind]).yaml);
      out(`${path.join(to, `${kind}.yaml`)}  version ${versions[kind]}`);
    }
    if (bundle.checklists) await writeChecklists(to, bundle.checklists, out);
    if (bundle.registers) {
      await writeFile(path.join(to, REGISTERS_FILE), registersText(bundle.registers));
      out(`${path.join(to, REGISTERS_FILE)}  version ${bundle.registers.version}`);
    }
  } finally {
    await pool.end();
    await parts.stop();
  }
}

async function writeChecklists(to: string, checklists: Checklists, out: (text: string) => void): Promise<void> {
  const folder = path.join(to, CHECKLISTS);
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0)
    throw new UserError(`${folder} holds files already: name a new folder, and compare the two`);
  for (const [name, text] of Object.entries(checklistTexts(checklists))) {
    await writeFile(path.join(folder, name), text);
    out(`${path.join(folder, name)}  version ${checklists.version}`);
  }
}

/** What the user can put right, or try again, is told without a stack trace. */
function told(error: unknown): unknown {
  const meant = [ChangeUnderWay, NotApplied, NotOpened, UnknownPlan, NotDelivered, CommandRefused];
  return meant.some((kind) => error instanceof kind) ? new UserError((error as Error).message) : error;
}

interface Parts extends DatabaseUrls {
  readonly temporal: TemporalTarget | undefined;
  stop(): Promise<void>;
}

/**
 * Where the plan runs: DATABASE_URL and TEMPORAL_ADDRESS, else what runs in this folder. A preview needs the database only,
 * and starts this folder's own for as long as it takes.
 */
async function reach(applying: boolean): Promise<Parts> {
  const config = readEmbeddedConfig();
  const run = readRunFile(STATE_DIR);
  const database = databaseByAddress(config) ?? (run && databaseOf(run));
  const temporal = config.temporal ?? (run && targetOf(run, config.temporal));
  const stop = (): Promise<void> => Promise.resolve();
  if (database && (temporal?.address || !applying)) return { ...database, temporal, stop };
  if (applying)
    throw new UserError(
      "nothing runs here that could take the change: npm start -- --plan FOLDER --live in another terminal, or set DATABASE_URL and TEMPORAL_ADDRESS to where it runs",
    );
  const stack = await attachOrStartStack({ stateDir: STATE_DIR, progress: silentProgress, only: ["postgres"] });
  return { ...databaseOf(stack), temporal: undefined, stop: () => stack.stop() };
}

async function planToChange(pool: Pool, wanted: string): Promise<string> {
  const [plans, running] = [await listPlans(pool), await runningPlans(pool)];
  if (running.includes(wanted)) return wanted;
  const ended = plans.some(({ id }) => id === wanted);
  const others = running.length > 0 ? `running are: ${running.join(", ")} (--plan ID)` : "none runs in this database";
  throw new UserError(
    `${ended ? `plan ${wanted} has ended and takes no change` : `there is no plan ${wanted} to change: npm start -- --plan FOLDER --live opens it`}; ${others}`,
  );
}

/** A rehearsal runs by the roster as its scenario has it: what the scenario does is no difference. */
async function asRehearsed(pool: Pool, planId: string, bundle: PlanBundle): Promise<PlanBundle> {
  const scenario = await loadScenarioDocument(pool, planId);
  return scenario === null ? bundle : { ...bundle, roster: rosterUnder(scenarioFile.parse(scenario), bundle.roster) };
}

function show(prepared: Prepared, { lang, json }: Options, out: (text: string) => void): void {
  if (json) out(JSON.stringify(jsonOf(prepared), null, 2));
  else {
    out(previewLines(prepared, lang).join("\n"));
    if (prepared.refused.length === 0 && !isEmpty(prepared))
      out(
        lang === "zh"
          ? "以上为预览，尚未写入。加 --apply 生效"
          : "This is a preview: nothing is written. --apply applies it",
      );
  }
  if (prepared.refused.length > 0) throw new Refused(prepared, lang);
}

const jsonOf = (prepared: Prepared): object =>
  previewJson(prepared, (at) => instantText(at, prepared.running.ruleSet.offsetMinutes));

/** The change cannot be made; why was said. */
class Refused extends UserError {
  constructor({ refused }: Prepared, lang: Language) {
    super(
      lang === "zh"
        ? `有 ${refused.length} 处不能在运行中变更，什么也没有写入`
        : `${refused.length} of these cannot be changed while the plan runs; nothing was written`,
    );
  }
}

/** A deployment's key is given with its addresses; what runs in this folder has its own. */
const keyOf = (temporal: TemporalTarget): CommandKey =>
  isLoopbackAddress(temporal.address)
    ? readCommandKey({ DUBAN_COMMAND_KEY: localCommandKey(STATE_DIR) })
    : readCommandKey();

async function apply(
  pool: Pool,
  temporal: TemporalTarget,
  planId: string,
  prepare: () => Promise<Prepared>,
  options: Options,
  out: (text: string) => void,
): Promise<void> {
  const owners = ownerMails(pool);
  const { connection, client } = await connectTemporal(temporal);
  const gateway = new TemporalGateway({ client, taskQueue: DEFAULT_TASK_QUEUE, commandKey: keyOf(temporal) });
  let prepared: Prepared | undefined;
  try {
    const applied: Applied = await applyChange({ pool, gateway }, planId, async () => {
      prepared = await prepare();
      if (!options.json || prepared.refused.length > 0) show(prepared, options, () => undefined);
      if (prepared.needs.length > 0) throw new UserError(prepared.needs.map((need) => need[options.lang]).join("\n"));
      if (!options.json) out(previewLines(prepared, options.lang).join("\n"));
      return prepared;
    });
    await tell(pool, owners, planId, applied, options.reason);
    if (!prepared) return;
    if (options.json) out(JSON.stringify({ ...jsonOf(prepared), applied }, null, 2));
    else out(appliedLines(applied, prepared, options.lang).join("\n"));
  } finally {
    owners.close();
    await connection.close();
  }
}

/** Who changed it, in mails: the command line has no account. */
const OPERATOR: Readonly<Record<Language, string>> = { zh: "系统管理员", en: "an operator" };

/** Whoever had or has a leader's post by a changed roster hears of it. What was changed stands, whether or not they can be told. */
async function tell(
  pool: Pool,
  { mails, language }: ReturnType<typeof ownerMails>,
  planId: string,
  applied: Applied,
  reason: string | null,
): Promise<void> {
  const versions = rostersWritten(applied);
  if (versions.length === 0) return;
  const { row, bundle, today } = await readRunning(pool, planId);
  const failed = (post: string, error: unknown): void =>
    console.error(`somebody was not told by mail that ${post} has another holder: ${(error as Error).message}`);
  for (const version of versions) {
    const { mailed } = await tellHolders(
      { pool, mail: (...told) => mails.holderChange(...told), failed },
      {
        plan: { id: planId, slug: row.slug, mode: row.mode, bundle, today },
        version,
        by: OPERATOR[language],
        account: { id: null, commandLine: true },
        reason,
      },
    );
    await mailed;
  }
}
