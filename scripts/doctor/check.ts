/** What a check of the doctor answers: how it stands, in words, and what to do about it. */
export interface Finding {
  readonly state: "ok" | "note" | "fail";
  readonly what: string;
  /** What to do; always there unless all is well. */
  readonly fix?: string;
}

export interface Check {
  readonly name: string;
  run(): Promise<Finding> | Finding;
}

export const ok = (what: string): Finding => ({ state: "ok", what });
export const note = (what: string, fix: string): Finding => ({ state: "note", what, fix });
export const fail = (what: string, fix: string): Finding => ({ state: "fail", what, fix });

/** How long one check may take (milliseconds): a firewall that drops packets must not hold up the others. */
const WITHIN = 10_000;

/** Runs a check; whatever it throws is a finding too. */
export async function examine(check: Check): Promise<Finding> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Finding>((resolve) => {
    timer = setTimeout(
      () => resolve(fail(`no answer within ${WITHIN / 1000} s`, "see whether a firewall lies between")),
      WITHIN,
    );
  });
  try {
    return await Promise.race([Promise.resolve(check.run()), late]);
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error), "the message says what is wrong");
  } finally {
    clearTimeout(timer);
  }
}
