/** Brings the database named by DATABASE_URL to this release's schema. */
import { migrate } from "../prisma/migrate.js";

const url = process.env["DATABASE_URL"];
if (!url) {
  console.error("DATABASE_URL is not set; for example DATABASE_URL=postgres://user:password@127.0.0.1:5432/duban");
  process.exitCode = 2;
} else {
  try {
    const applied = await migrate(url);
    console.log(applied.length === 0 ? "the database is up to date" : `applied ${applied.join(", ")}`);
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
