/** A connection whose statements are spans of whatever they are part of. Values are never told: they may be about people. */
import pg from "pg";
import { openSpan } from "../../telemetry/spans.js";

/** Longer statements are cut: their beginning tells which it is. */
const MOST_TEXT = 500;

type Answered = (error: Error | null, result?: unknown) => void;

export class TracedClient extends pg.Client {
  // pg's `query` has eight declared forms; all of them are a statement, perhaps values, perhaps a callback.
  override query(...args: unknown[]): never {
    const [statement] = args;
    const text = typeof statement === "string" ? statement : (statement as { text?: string } | null)?.text;
    const send = super.query.bind(this) as (...given: unknown[]) => unknown;
    const span =
      text === undefined
        ? null
        : openSpan(`SQL ${text.trim().split(/\s/, 1)[0]?.toUpperCase() ?? ""}`, {
            kind: "client",
            within: true,
            attributes: {
              "db.system": "postgresql",
              "db.name": this.database ?? "",
              "db.statement": text.replaceAll(/\s+/g, " ").slice(0, MOST_TEXT),
            },
          });
    if (span === null) return send(...args) as never;
    const last = args.at(-1);
    if (typeof last === "function") {
      const answered: Answered = (error, result) => {
        span.end(error ?? undefined);
        (last as Answered)(error, result);
      };
      return send(...args.slice(0, -1), answered) as never;
    }
    const answer = send(...args);
    // A query object that brings its own way of answering (a cursor) is over when it likes: only its sending is told.
    if (!(answer instanceof Promise)) {
      span.end();
      return answer as never;
    }
    answer.then(
      () => span.end(),
      (error: unknown) => span.end(error),
    );
    return answer as never;
  }
}
